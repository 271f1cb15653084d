package p

import "unsafe"

func f() missing { panic(0) }

type B [unsafe.Sizeof(f())]int

var b B

func g() int { return b[0] }
