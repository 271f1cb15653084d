package main

import "fmt"

type E struct{ Code int }

func (e E) Error() string { return fmt.Sprintf("code %d", e.Code) }

func main() {
	E(E{"s"})
}
