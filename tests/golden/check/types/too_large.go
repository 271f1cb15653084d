package p

type elem [1 << 17]byte

type C chan elem

type S struct{ c <-chan elem }

var v, w chan<- elem

func f(c chan elem) {}

func g() (c []chan elem) { return nil }

func h() {
	var c chan elem
	_ = c
	d := make(chan elem)
	_ = d
	var m map[string]chan elem
	_ = m
	var small chan [1 << 15]byte
	_ = small
}
