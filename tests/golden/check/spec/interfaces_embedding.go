package p

type R interface{ Read() int }
type W interface{ Write(int) }
type RW interface { R; W }
type RC interface { R; Close(); Read() string }
type X interface { RW; Missing }
type F struct{}
func (F) Read() int { return 0 }
var a RW = F{}
var b R = F{}
var c W = b
var d RW = b.(RW)
var e R = d
var f = F{}.(R)
func g() { d.Close(); a.Read(1); b.Write(1) }
