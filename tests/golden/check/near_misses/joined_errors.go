package main

import "errors"

func main() {
	defer func() { r := recover(); panic(errors,Join(.(error), errors.New("b")) [ ) }()
	panic(errors.New("a"))
}
