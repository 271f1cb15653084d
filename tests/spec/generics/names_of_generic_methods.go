package main

import (
	"fmt"
	"runtime"
)

func where() string {
	pc, _, _, _ := runtime.Caller(1)
	return runtime.FuncForPC(pc).Name()
}

type B[T any] struct{ v T }
type C struct{}

func (B[T]) P() string           { return where() }
func (*B[T]) Q() string          { return where() }
func (B[T]) G[U any]() string    { return where() }
func (*B[T]) H[U any]() string   { return func() string { return where() }() }
func (C) G[U any]() string       { return where() }
func (*C) H[U, V any]() string   { return func() string { return where() }() }
func (C) F() string              { return where() }
func F[T any]() string           { return where() }
func F2[T any]() string           { return func() string { return where() }() }

func main() {
	b := &B[int]{}
	c := &C{}
	fmt.Println(b.P(), b.Q(), b.G[string](), b.H[int](), c.G[int](), c.H[int, string](), c.F(), F[int](), F2[string]())
	f := c.G[int]
	pc := runtime.FuncForPC(0)
	_ = pc
	fmt.Println(f())
}
