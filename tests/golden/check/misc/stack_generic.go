package main

import "fmt"

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(x T)  { s.items = append(s.items, x) }
func (s *Stack[T]) Pop() (T, error) {
	if len(s.items) == 0 {
		return nil, fmt.Errorf("empty")
	}
	x := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return x
}

func Max[T any](a, b T) T {
	if a > b {
		return a
	}
	return b
}

func main() {
	s := Stack{}
	t := &Stack[int]{}
	t.Push("a")
	v := t.Pop()
	fmt.Println(Max(1, "a"), v)
	var u Stack[int] = Stack[string]{}
	fmt.Println(Max[int](1, 2.5))
	t.Peek()
}
