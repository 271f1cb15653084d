package p

import (
	"fmt"
	"strings"
	"sync"
)

var a = strings.Builder{nil}
var b = strings.Builder{buf: nil}
var c = sync.Mutex{1}
var d = sync.Mutex{state: 1}
var e = &sync.Mutex{}
var f = sync.Mutex{State: 1}
var g = fmt.Stringer{}
var h strings.Builder

func k() {
	h.buf = nil
	_ = h.Buf
	h.writeString("a")
	h.WriteString(1)
	var _ fmt.Stringer = &h
	e.lock()
}
