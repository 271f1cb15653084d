package p

type Num interface{ ~int | ~float64 }

var a Num
var b []Num
var c comparable
var d interface{ comparable }
var e any

func f(x Num)           {}
func g() comparable     { return nil }

type T struct{ n Num }

func h() {
	var x Num
	_ = x
	_ = Num(1)
	_ = any(1).(Num)
	_ = []Num{}
	_ = map[string]comparable{}
	switch any(1).(type) {
	case Num:
	}
}
