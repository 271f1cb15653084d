package main

import "sort"

type (
	Octet byte
	Text  string
)

const (
	a = byte(255) + 1
	b = -byte(1)
	c = uint8(255) + 1
	d = rune(1<<30) * 4
	e = Octet(200) + 100
)

type Union interface{ Text | int }

type Wide interface {
	~[]Text | ~map[Text]int
}

type Methods interface {
	M()
}

type Embeds interface{ comparable }

type Bad interface {
	int | Methods
	int | Embeds
	Text | ~string
}

func take[T Union](T)  {}
func wide[T Wide](x T) {}

func named[string any](keys []string) string {
	var s string = 1
	sort.Strings(keys)
	return "x"
}

func shadow[int any](x int) {
	var y int = 2
	x = y + "a"
}

func length[len any, K comparable](x len, k K) {
	var s []K = x
}

func convert[P int | string](p P) {
	type A = int
	_ = A(p)
	_ = int(p)
}

func main() {
	take(2.5)
	wide([]string{})
	shadow("s")
}
