package main

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
)

type Inner struct{ A, B int }

type outer struct {
	*Inner
	inner2
	Name string
}

type inner2 struct{ C string }

type Shape struct{ w, h float64 }

func (s Shape) Area() float64              { return s.w * s.h }
func (s *Shape) Scale(by float64, n ...int) { s.w *= by; s.h *= by }

func main() {
	// MakeFunc: words, floats, strings, structs in memory, several results, interfaces, variadic parameters.
	swap := func(in []reflect.Value) []reflect.Value { return []reflect.Value{in[1], in[0]} }
	var intSwap func(int, int) (int, int)
	var strSwap func(string, string) (string, string)
	for _, p := range []any{&intSwap, &strSwap} {
		f := reflect.ValueOf(p).Elem()
		f.Set(reflect.MakeFunc(f.Type(), swap))
	}
	fmt.Println(intSwap(1, 2))
	fmt.Println(strSwap("a", "b"))

	type big struct {
		a [5]int
		s string
	}
	var mixed func(byte, float32, big, error, ...string) (string, big, float64, error)
	f := reflect.ValueOf(&mixed).Elem()
	f.Set(reflect.MakeFunc(f.Type(), func(in []reflect.Value) []reflect.Value {
		b := in[2].Interface().(big)
		b.s += "!"
		rest := in[4].Interface().([]string)
		return []reflect.Value{
			reflect.ValueOf(fmt.Sprint(in[0], in[1], len(rest), strings.Join(rest, "+"))), reflect.ValueOf(b), reflect.ValueOf(0.5), in[3],
		}
	}))
	fmt.Println(mixed(7, 1.5, big{[5]int{1, 2, 3, 4, 5}, "x"}, errors.New("bad"), "p", "q"))
	fmt.Println(mixed(8, 2.5, big{}, nil))

	var wait func() error
	w := reflect.ValueOf(&wait).Elem()
	w.Set(reflect.MakeFunc(w.Type(), func([]reflect.Value) []reflect.Value {
		return []reflect.Value{reflect.ValueOf(errors.ErrUnsupported)} // becomes an error
	}))
	fmt.Println(wait() == errors.ErrUnsupported)
	func() {
		defer func() { fmt.Println(recover()) }()
		var bad func() int
		reflect.MakeFunc(reflect.TypeOf(bad), func([]reflect.Value) []reflect.Value { return nil }).Interface().(func() int)()
	}()

	// Methods as func values.
	s := &Shape{2, 3}
	area := reflect.ValueOf(s).MethodByName("Area").Interface().(func() float64)
	scale := reflect.ValueOf(s).MethodByName("Scale").Interface().(func(float64, ...int))
	scale(2)
	fmt.Println(area(), s.Area(), reflect.ValueOf(area).IsNil())

	// Types that are made are those of the program.
	m := reflect.MakeMap(reflect.MapOf(reflect.TypeFor[string](), reflect.TypeFor[int]()))
	m.SetMapIndex(reflect.ValueOf("one"), reflect.ValueOf(1))
	fmt.Println(m.Interface().(map[string]int)["one"])
	fmt.Println(reflect.ArrayOf(3, reflect.TypeFor[int]()) == reflect.TypeFor[[3]int]())
	fmt.Println(reflect.ChanOf(reflect.RecvDir, reflect.TypeFor[bool]()) == reflect.TypeFor[<-chan bool]())
	fmt.Println(reflect.FuncOf([]reflect.Type{reflect.TypeFor[int]()}, []reflect.Type{reflect.TypeFor[string]()}, false) == reflect.TypeFor[func(int) string]())

	// Structs.
	t := reflect.StructOf([]reflect.StructField{
		{Name: "Height", Type: reflect.TypeFor[float64](), Tag: `json:"height"`},
		{Name: "Age", Type: reflect.TypeFor[int8](), Tag: `json:"age"`},
		{Name: "Tags", Type: reflect.TypeFor[[]string]()},
	})
	v := reflect.New(t).Elem()
	v.Field(0).SetFloat(0.4)
	v.FieldByName("Age").SetInt(2)
	v.Field(2).Set(reflect.ValueOf([]string{"x", "y"}))
	fmt.Println(t, t.Size(), t.Field(1).Offset, t.Field(1).Tag.Get("json"))
	fmt.Printf("%+v %T\n", v.Interface(), v.Interface())
	pt := reflect.StructOf([]reflect.StructField{{Name: "X", Type: reflect.TypeFor[int]()}, {Name: "Y", Type: reflect.TypeFor[int]()}})
	fmt.Println(pt == reflect.TypeFor[struct{ X, Y int }](), pt.Comparable())

	// Exported fields of embedded unexported structs may be set; slices convert to arrays.
	o := outer{Inner: &Inner{}}
	ov := reflect.ValueOf(&o).Elem()
	ov.FieldByName("C").SetString("c")
	ov.FieldByName("B").SetInt(5)
	fmt.Println(o.C, o.B, ov.Field(1).CanSet())
	sl := reflect.ValueOf([]int{1, 2, 3})
	fmt.Println(sl.Convert(reflect.TypeFor[[2]int]()), sl.CanConvert(reflect.TypeFor[*[4]int]()), sl.CanConvert(reflect.TypeFor[*[3]int]()))
	fmt.Println(reflect.ValueOf(-0.0).IsZero(), reflect.Zero(t).IsZero())
	for x := range reflect.ValueOf(func(yield func(int) bool) { _ = yield(1) && yield(2) }).Seq() {
		fmt.Print(x, " ")
	}
	fmt.Println()
}
