package p

type V [1 << 50]byte

var x [1 << 49][2]byte

var fine [1 << 20]byte

type elem [1 << 17]byte

func f(c chan elem) {}
