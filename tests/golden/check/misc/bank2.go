package main

import "fmt"

type Account struct {
	Balance float64
	Owner   string
}

func (a *Account) Deposit(amount float64) error {
	if amount < 0 {
		return "negative"
	}
	a.balance += amount
}

func NewAccount(owner string) *Account {
	return Account{Owner: owner}
}

func main() {
	acc := NewAccount("bob", 100)
	acc.Deposit("50")
	err := acc.Withdraw(10)
	if acc.Balance > "10" {
		fmt.Println("rich")
	}
	var accs []Account = []*Account{acc}
	accs.append(acc)
	for _, a := range accs {
		fmt.Println(a.owner)
	}
	fmt.Println(acc.Balance.String())
	acc.Owner = 5
	Account.Deposit(acc, 1)
}
