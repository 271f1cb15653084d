package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"bytes"
)

type TM struct{ s string }

func (t TM) MarshalText() ([]byte, error) { return nil, fmt.Errorf("tm err") }

type P struct{ s string }

func (t *P) MarshalJSON() ([]byte, error) { return []byte(`"P"`), nil }

func main() {
	for _, s := range []string{`{"a":1 "b"}`, `[1 2]`, `-x`, `1.x`, `1ex`, `1e+x`, `{"a":1,x}`, `{"a":}`, `[,]`, `{"a"`, `"\u12g4"`, `  x`, `[1,2,x]`, "\"\x01\"", "é", `{"a":"b"`, `nan`, `{'a':1}`, `{"a":tru}`, `[tru`, `[-]`, `[1.]`, "[\"\\q\"]", "\ufeff{}", "// c"} {
		var v any
		err := json.Unmarshal([]byte(s), &v)
		se, _ := err.(*json.SyntaxError)
		off := int64(-1)
		if se != nil {
			off = se.Offset
		}
		fmt.Printf("%q: %v @%d\n", s, err, off)
		err = json.NewDecoder(strings.NewReader(s)).Decode(&v)
		fmt.Println("   dec:", err)
		var buf bytes.Buffer
		err = json.Indent(&buf, []byte(s), "", " ")
		fmt.Println("   ind:", err, buf.String())
		fmt.Println("   cmp:", json.Compact(&buf, []byte(s)))
		d := json.NewDecoder(strings.NewReader(s))
		for i := 0; i < 6; i++ {
			t, err := d.Token()
			if err != nil {
				fmt.Println("   tok:", err)
				break
			}
			fmt.Printf("   %v", t)
		}
		fmt.Println()
	}
	m := func(v any) { b, err := json.Marshal(v); fmt.Println(string(b), err) }
	m(TM{})
	m(&TM{})
	m(struct{ T TM }{})
	m(map[TM]int{{}: 1})
	m(P{})
	m(&P{})
	m([]P{{}})
	m(map[string]P{"a": {}})
	m(struct{ A P }{})
	m(&struct{ A P }{})
	m(map[float64]int{1.5: 2})
	m(struct{ X map[bool]int }{})
	m(map[any]int{"x": 1})
	m([]byte(nil))
	m([]byte{})
	m([3]byte{1, 2, 3})
	type B byte
	m([]B{1, 2})
	m(json.RawMessage(nil))
	m(struct{ R json.RawMessage }{json.RawMessage("[1, 2]")})
	m("\u2028<\xff\x00é")
	m(struct {
		A int `json:"a"`
		B int `json:"a"`
		c int
	}{})
	var x struct {
		A **int
		B any
		C []any
		D map[string]*struct{ X int }
		E [2]string
		F interface{ M() }
	}
	one := 1
	x.B = &one
	fmt.Println(json.Unmarshal([]byte(`{"A":5,"B":7,"C":[1,{"a":2}],"D":{"k":{"X":4},"n":null},"E":["a"],"F":null}`), &x), **x.A, one, x.C, x.D["k"], x.D["n"], x.E)
	s := []int{1, 2, 3}
	fmt.Println(json.Unmarshal([]byte(`[9]`), &s), s, cap(s))
	fmt.Println(json.Unmarshal([]byte(`[]`), &s), s, s == nil)
	fmt.Println(json.Unmarshal([]byte(`null`), &s), s, s == nil)
	var buf bytes.Buffer
	json.HTMLEscape(&buf, []byte(`{"a":"<b>&"}`))
	fmt.Println(buf.String())
	buf.Reset()
	fmt.Println(json.Indent(&buf, []byte(`{"a":[1,2,{}],"b":[],"c":{"d":null}}  `), "--", "\t"), buf.String())
	buf.Reset()
	fmt.Println(json.Compact(&buf, []byte(" { \"a\" : [ 1 , 2 ] } ")), buf.String())
	var rm struct{ A json.RawMessage; N json.Number; F float64; U uint; S string; T *TM }
	fmt.Println(json.Unmarshal([]byte(`{"A": {"x": 1 } ,"N":1e5,"F":"x","U":3.0,"S":5,"T":4}`), &rm), string(rm.A), rm.N)
	var e1 *json.UnmarshalTypeError
	_ = e1
	err := json.Unmarshal([]byte(`{"S": 5}`), &rm)
	e1 = err.(*json.UnmarshalTypeError)
	fmt.Println(e1.Value, e1.Type, e1.Offset, e1.Struct, e1.Field)
	err = json.Unmarshal([]byte(`{"A":1,"F": "x" }`), &rm)
	e1 = err.(*json.UnmarshalTypeError)
	fmt.Println(e1.Value, e1.Type, e1.Offset, e1.Struct, e1.Field)
	err = json.Unmarshal([]byte(`{"A":1,"F": [1,2] }`), &rm)
	e1 = err.(*json.UnmarshalTypeError)
	fmt.Println(e1.Value, e1.Type, e1.Offset, e1.Struct, e1.Field)
	err = json.Unmarshal([]byte(`{"A":1,"U": 300.5 }`), &rm)
	e1 = err.(*json.UnmarshalTypeError)
	fmt.Println(e1.Value, e1.Type, e1.Offset, e1.Struct, e1.Field)
}
