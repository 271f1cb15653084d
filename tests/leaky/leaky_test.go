package leaky

import "testing"

func first(questions ...func() int) int {
	answers := make(chan int)
	for _, ask := range questions {
		go func() { answers <- ask() }()
	}
	return <-answers
}

func TestFirst(t *testing.T) {
	if got := first(func() int { return 42 }, func() int { return 42 }); got != 42 {
		t.Error(got)
	}
}
