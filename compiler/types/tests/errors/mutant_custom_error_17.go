package main

import "fmt"

type E struct{ Code int }

func (e Code) Error() string { return fmt.Sprintf("code %d", e.Code) }

func main() {
	panic(E{7})
}
