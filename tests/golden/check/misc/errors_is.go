package main

import (
	"errors"
	"fmt"
)

type NotFound struct{ name string }

func (n NotFound) Error() string { return n.name }

func find(s string) (string, error) {
	if s == "" {
		return NotFound{s}
	}
	return s, "bad"
}

func main() {
	v, err := find("x")
	if errors.Is(err) {
	}
	var nf *NotFound
	if errors.As(err, nf) {
	}
	if err == NotFound {
	}
	if err.name == "x" {
	}
	fmt.Println(err.Error)
	switch err.(type) {
	case NotFound:
	case *NotFound:
	case string:
	}
	panic()
}
