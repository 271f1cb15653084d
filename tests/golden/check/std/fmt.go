package p

import "fmt"
func f() {
	fmt.Println
	fmt.println("x")
	fmt.Printline("x")
	x := fmt.Sprintf("%d", 1)
	var n int = fmt.Sprint(1)
	a, b := fmt.Sprint(1)
	fmt.Printf(1, "a")
	fmt.Sprintf()
	_ = fmt.Errorf("x") + "y"
	fmt.Fprintln("a")
	fmt.Println(x...)
	fmt.Scan(undefined)
}
