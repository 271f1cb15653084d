package main

import (
	"fmt"
	"math"
	"math/big"
	"strings"
)

const (
	Huge  = 1 << 100
	Small = Huge >> 98
	F     = 1.0 / 3
	G     = 'a' + 1.0
	H     = 2
)
const (
	c0 = iota * 10
	_
	c2, d2 = iota, iota << 2
	c3, d3
	s3 = "x"
	s4
	k5 = iota
)
const (
	KB = 1 << (10 * (iota + 1))
	MB
)

type Weekday uint8

const (
	Sun Weekday = iota
	Mon
	Tue = Mon + 5
)
const big1 = 123456789012345678901234567890
const mask = ^uint32(0)
const neg = -5 % 3
const fdiv = 7 / 2 * 2.0
const cplx = (1 + 2i) * (3 - 4i)
const lenc = len("héllo")
const lena = len([10]int{})
const b = "a" < "b" && 1 != 2
const r = 'x' - 'a'
const fl float32 = 0.1
const i8 int8 = -128
const maxu = math.MaxUint64

func shadow() {
	true := false
	nil := 3
	int := "int"
	len := func(x string) string { return x + int }
	fmt.Println(true, nil, len("x"))
	type string int64
	var s string = 5
	fmt.Printf("%T %v\n", s, s)
	{
		append := 1
		append++
		print := fmt.Sprint
		fmt.Println(print(append))
	}
	iota := 7
	const c = 2
	fmt.Println(iota+c, make([]byte, c))
	byte := 300
	_ = byte
	error := "e"
	fmt.Println(error)
	any := 2
	fmt.Println(any)
}

type T struct{ x, y int }

func (t T) Add(o T) T      { return T{t.x + o.x, t.y + o.y} }
func (t *T) Scale(n int) *T { t.x *= n; t.y *= n; return t }

type Base struct{ name string }

func (b *Base) Name() string     { return b.name }
func (b Base) Val() string       { return "v" + b.name }
func (b *Base) SetName(s string) { b.name = s }

type Mid struct{ *Base }
type Top struct {
	Mid
	name int
}
type Namer interface {
	Name() string
	SetName(string)
}
type RW interface {
	Namer
	interface{ Val() string }
}

func main() {
	fmt.Println(Small, F, G, H, c0, c2, d2, c3, d3, s3, s4, k5, KB, MB, Sun, Mon, Tue)
	fmt.Println(float64(big1), mask, neg, fdiv, cplx, lenc, lena, b, r, fl, i8, uint64(maxu))
	fmt.Printf("%T %T %T %T %T\n", G, H, fdiv, r, Tue)
	x, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	fmt.Println(x, new(big.Int).Exp(big.NewInt(3), big.NewInt(100), nil))
	shadow()
	// method values & expressions
	t := T{1, 2}
	add := t.Add
	scale := t.Scale
	t.x = 100
	fmt.Println(add(T{1, 1}), *scale(2), t)
	fmt.Println(T.Add(t, t), (*T).Add(&t, t), (*T).Scale(&t, 2))
	top := Top{Mid{&Base{"b"}}, 4}
	f := top.Name
	g := top.Val
	h := top.SetName
	h("changed")
	fmt.Println(f(), g(), top.Val(), top.name, top.Base.name)
	var rw RW = top
	fn := rw.Name
	rw.SetName("again")
	fmt.Println(fn(), RW.Val(rw), Namer.Name(rw), Top.Name(top), (*Top).Val(&top), Mid.Val(top.Mid))
	var np *Top
	func() {
		defer func() { fmt.Println(recover()) }()
		_ = np.Val
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var n Namer
		_ = n.Name
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var m Mid
		k := m.SetName
		fmt.Println("ok so far")
		k("x")
	}()
	// NaN keys
	m := map[float64]int{}
	m[math.NaN()] = 1
	m[math.NaN()] = 2
	m[0.0] = 3
	m[math.Copysign(0, -1)] = 4
	fmt.Println(len(m), m[math.NaN()], m[0])
	sum := 0
	for k, v := range m {
		if k != k {
			sum += v
		}
	}
	fmt.Println(sum)
	delete(m, math.NaN())
	fmt.Println(len(m))
	clear(m)
	fmt.Println(len(m))
	ma := map[[2]string][3]int{{"a", "b"}: {1, 2, 3}}
	ma[[2]string{"c"}] = [...]int{2: 9}
	v := ma[[2]string{"a", "b"}]
	v[0] = 100
	fmt.Println(ma, v)
	mi := map[any]string{1: "int", int8(1): "int8", 1.0: "float", "1": "str", [1]int{1}: "arr", T{1, 2}: "T", nil: "nil"}
	fmt.Println(mi[1], mi[int8(1)], mi[1.0], mi["1"], mi[[1]int{1}], mi[T{1, 2}], mi[nil], mi[uint(1)] == "")
	type pt struct{ X, Y any }
	fmt.Println(pt{1, "a"} == pt{1, "a"}, pt{1, 2} == pt{1, 2.0}, [2]any{1, nil} == [2]any{1, nil})
	ms := map[string]struct{ n int }{"a": {1}}
	fmt.Println(ms)
	mp := map[string]*T{"q": {1, 2}}
	mp["q"].x++
	fmt.Println(*mp["q"])
	mf := map[string][]int{}
	mf["a"] = append(mf["a"], 1, 2)
	mf["a"][0]++
	fmt.Println(mf)
	for i := 0; i < 3; i++ {
		defer func() { fmt.Print(i, " ") }()
	}
	var fs []func()
	for i := range 3 {
		fs = append(fs, func() { i++; fmt.Print(i, ";") })
	}
	for _, f := range fs {
		f()
		f()
	}
	fmt.Println()
outer:
	for i := 0; i < 5; i++ {
		switch {
		case i == 1:
			continue outer
		case i == 2:
			fallthrough
		case i == 100:
			fmt.Println("ft", i)
			if i == 2 {
				break
			}
			fallthrough
		case i == 4:
			break outer
		default:
			fmt.Println("def", i)
		}
	}
	i := 0
loop:
	if i < 3 {
		i++
		goto loop
	}
	fmt.Println(i)
	switch x := any(t).(type) {
	case nil:
	case fmt.Stringer, error:
		fmt.Println("stringer", x)
	case T, *T:
		fmt.Printf("%T\n", x)
	}
	switch z := 5; {
	case z > 3:
		fmt.Println("big")
	}
	switch f := func() int { fmt.Println("once"); return 2 }; f() {
	case 1, 2, 3:
		fmt.Println("in")
	}
	var arr [5]int
	for i, arr[i] = range []int{9, 8, 7} {
	}
	fmt.Println(arr, i)
	a, bb := 1, 2
	a, bb = bb, a
	arr[a], a = 5, 0
	fmt.Println(a, bb, arr)
	p := &arr
	for i := range p {
		p[i]++
	}
	for i, v := range arr {
		arr[4] = 1000
		if i == 4 {
			fmt.Println(v)
		}
	}
	sl := arr[1:3:4]
	sl = append(sl, 1)
	sl = append(sl, 2)
	sl[0] = -1
	fmt.Println(arr, sl, len(sl))
	fmt.Println(strings.Map(func(r rune) rune {
		if r == 'a' {
			return -1
		}
		return r + 1
	}, "banana"))
	for i, r := range "a\xffé\xe2\x82" {
		fmt.Print(i, ":", r, " ")
	}
	fmt.Println([]rune("a\xff"), string([]rune{0x10FFFF + 1, -1, 'x'}), string(rune(65)), []byte("é"))
	var u8 uint8 = 250
	u8 += 10
	var i16 int16 = math.MaxInt16
	i16++
	var sh uint = 70
	fmt.Println(u8, i16, 1<<sh>>sh, -7>>1, -7/2, -7%3, 7&^5, 6^3, ^0)
	var ff float64 = 1e300
	fmt.Println(ff*ff, -ff*ff, ff*ff-ff*ff, 1/math.Inf(-1), int64(math.Float64frombits(0x43E0000000000000-1)))
	fmt.Println(float32(16777217), float32(0.1)+float32(0.2), 0.1+0.2, complex(1, 2)/complex(0, 1), real(cplx), imag(cplx))
}
