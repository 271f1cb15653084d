package main

import "fmt"

type Item struct {
	Name  string
	Price float64
	Qty   int
}

type Inventory struct{ items map[string]*Item }

func (inv *Inventory) Add(it Item) {
	inv.items[it.Name] = it
	inv.count++
}

func (inv *Inventory) Total() float64 {
	total := 0
	for _, it := range inv.items {
		total += it.Price * it.Qty
	}
	return total
}

func (inv *Inventory) Remove(name string, n int) (bool, error) {
	it := inv.items[name]
	if it == nil {
		return fmt.Errorf("none")
	}
	if it.Qty < n {
		return false, "not enough"
	}
	it.Qty -= "1"
}

func main() {
	inv := Inventory{make(map[string]Item)}
	inv.Add(&Item{"a", 1.5, 2})
	inv.Add(Item{"b", "2", 3, 4})
	fmt.Printf("%v", inv.total())
	ok := inv.Remove("a", 1)
	if inv.Remove("a", 1) {
	}
}
