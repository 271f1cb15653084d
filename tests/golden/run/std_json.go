package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"
)

type T struct {
	A int
	B string `json:"b,omitempty"`
	C []int
	D map[string]int
	E *T
	F float32
	G any
	H bool
	I [2]int8
	J json.RawMessage
	K json.Number
	L uint8
	M []byte
}
type S struct {
	X int `json:",string"`
	Y bool `json:"y,string"`
	Z string `json:",string"`
}
type E1 struct{ P int }
type Emb struct {
	E1
	*S
	Q int
}
type TM struct{ s string }

func (t TM) MarshalText() ([]byte, error) { return []byte("tm:" + t.s), nil }
func (t *TM) UnmarshalText(b []byte) error {
	t.s = string(b)
	if t.s == "bad" {
		return fmt.Errorf("bad text")
	}
	return nil
}

type JM struct{ s string }

func (t JM) MarshalJSON() ([]byte, error) {
	if t.s == "e" {
		return nil, fmt.Errorf("jm error")
	}
	if t.s == "i" {
		return []byte(`{"a":`), nil
	}
	return []byte(`{ "jm" :  "` + t.s + `<>"}`), nil
}
func (t *JM) UnmarshalJSON(b []byte) error { t.s = string(b); return nil }

func main() {
	dec := func(s string, v any) {
		err := json.Unmarshal([]byte(s), v)
		show := fmt.Sprintf("%+v", v)
		if strings.Contains(show, "0x") {
			show = "pointer"
		}
		fmt.Printf("%s => %s | %v | %T\n", s, show, err, err)
	}
	for _, s := range []string{``, ` `, `{`, `{"A"`, `{"A":`, `{"A":1`, `{"A":1,`, `{"A":1,}`, `{"A" 1}`, `{A:1}`, `[1,2`, `[1,]`, `nul`, `nulx`, `tru`, `truex`, `"abc`, `"a\x"`, `"a\u12"`, "\"a\nb\"", `1.`, `1e`, `01`, `-`, `+1`, `.5`, `1 2`, `{} x`, `]`, `}`, `{"A":1}}`, "\xff", `"\ud800"`, "\"\xff\"", `1e400`, `{"A":1,"A":2}`} {
		var v any
		dec(s, &v)
		var t T
		dec(s, &t)
	}
	for _, s := range []string{`{"A":"x"}`, `{"A":1.5}`, `{"A":1e30}`, `{"b":1}`, `{"B":"q"}`, `{"C":{}}`, `{"C":[1,"x",3]}`, `{"D":{"a":"b"}}`, `{"D":[]}`, `{"E":{"A":"q","E":{"C":[true]}}}`, `{"F":1e39}`, `{"F":"x"}`, `{"G":{"x":[1,2,{"y":null}]}}`, `{"H":1}`, `{"I":[1,2,3]}`, `{"I":[300]}`, `{"I":[1]}`, `{"J":{"a" : 1}}`, `{"K":12.50}`, `{"K":"12"}`, `{"K":"x"}`, `{"L":256}`, `{"L":-1}`, `{"M":"aGVsbG8="}`, `{"M":"!!"}`, `{"M":[1,2]}`, `{"a":5}`, `{"UNKNOWN":1}`, `{"A":null,"C":null,"E":null}`, `[1]`, `"x"`, `5`, `null`, `true`} {
		var t T
		dec(s, &t)
	}
	for _, s := range []string{`{"X":"5","y":"true","Z":"\"q\""}`, `{"X":5}`, `{"X":"a"}`, `{"y":"x"}`, `{"Z":"q"}`, `{"X":null}`, `{"X":"null"}`} {
		var t S
		dec(s, &t)
	}
	var e Emb
	dec(`{"P":1,"X":"2","Q":3}`, &e)
	fmt.Println(e.S)
	var m map[int]string
	dec(`{"1":"a","-2":"b"}`, &m)
	dec(`{"x":"a"}`, &m)
	var mt map[TM]int
	dec(`{"k":1}`, &mt)
	dec(`{"bad":1}`, &mt)
	var tm TM
	dec(`"zz"`, &tm)
	dec(`"bad"`, &tm)
	dec(`5`, &tm)
	var jm JM
	dec(`{"a":[1 , 2]}`, &jm)
	var tt time.Time
	dec(`"2024-02-03T04:05:06Z"`, &tt)
	dec(`5`, nil)
	dec(`5`, T{})
	dec(`5`, (*int)(nil))
	var f func()
	dec(`5`, &f)
	var i8 int8
	dec(`300`, &i8)
	var ifc fmt.Stringer
	dec(`5`, &ifc)
	dec(`null`, &ifc)

	enc := func(v any) {
		b, err := json.Marshal(v)
		fmt.Printf("%s | %v | %T\n", b, err, err)
	}
	enc(T{})
	enc(&T{A: 1, B: "x<>&\u2028\x00\x1f\"\\\t\n\r\b\f\x7f\xff", C: []int{1}, D: map[string]int{"z": 1, "a": 2}, G: []any{1, "x", nil, 1.5, true}, J: json.RawMessage(`{"x" : 1}`), K: "1.50", M: []byte("hello")})
	for _, f := range []float64{0, 1, -0.0, 1.5, 1e20, 1e21, 1e-6, 1e-7, 123456789.125, math.MaxFloat64, 5e-324, 100000000000000000000000} {
		enc(f)
		enc(float32(f))
	}
	enc(math.NaN())
	enc(math.Inf(1))
	enc(make(chan int))
	enc(func() {})
	enc(1 + 2i)
	enc(map[int]string{2: "b", -1: "a", 10: "c"})
	enc(map[TM]int{{"a"}: 1})
	enc(TM{"x"})
	enc(JM{"x"})
	enc(JM{"e"})
	enc(JM{"i"})
	enc([]any{JM{"x"}, &JM{"y"}, TM{"z"}})
	enc(S{1, true, "q"})
	enc(Emb{Q: 1})
	enc(Emb{S: &S{X: 1}})
	enc(json.Number("abc"))
	enc(json.Number(""))
	enc(time.Date(2024, 1, 2, 3, 4, 5, 6, time.UTC))
	enc(time.Second)
	enc([3]bool{true})
	enc([]int(nil))
	enc(map[string]int(nil))
	enc((*int)(nil))
	enc(nil)
	enc(struct {
		A int `json:"-"`
		B int `json:"-,"`
		C int `json:"c d"`
		d int
		E int `json:"é,omitempty"`
		F any `json:",omitempty"`
		G time.Time `json:",omitzero"`
		H []int `json:",omitempty"`
		I struct{} `json:",omitempty"`
		J [0]int `json:",omitempty"`
	}{1, 2, 3, 4, 0, nil, time.Time{}, []int{}, struct{}{}, [0]int{}})
	type cyc struct{ C *cyc }
	c := &cyc{}
	c.C = c
	_, err := json.Marshal(c)
	fmt.Println(err)
	b, err := json.MarshalIndent(map[string]any{"a": []int{1, 2}, "b": map[string]int{}, "c": []int{}, "d": nil, "e": struct{ X, Y int }{1, 2}}, ">", "  ")
	fmt.Println(string(b), err)
	d := json.NewDecoder(strings.NewReader(`{"a":1} [2,3] "x" 5 {"b"`))
	for {
		var v any
		if err := d.Decode(&v); err != nil {
			fmt.Println(err)
			break
		}
		fmt.Println(v, d.InputOffset(), d.More())
	}
	d = json.NewDecoder(strings.NewReader(`{"a":[1,true,null,"s",{"b":1.5}],"c":{}} 7`))
	for {
		t, err := d.Token()
		if err != nil {
			fmt.Println(err)
			break
		}
		fmt.Printf("%T %v %v %d\n", t, t, d.More(), d.InputOffset())
	}
	d = json.NewDecoder(strings.NewReader(`{"A":1,"zz":2}`))
	d.DisallowUnknownFields()
	var t2 T
	fmt.Println(d.Decode(&t2), t2.A)
	d = json.NewDecoder(strings.NewReader(`{"A":1,"zz":[12345678901234567890]}`))
	d.UseNumber()
	var v any
	fmt.Println(d.Decode(&v), v)
	fmt.Println(json.Valid([]byte(`{"a":1}`)), json.Valid([]byte(`{a:1}`)))
	var sb strings.Builder
	en := json.NewEncoder(&sb)
	en.SetEscapeHTML(false)
	en.SetIndent("", "\t")
	fmt.Println(en.Encode(map[string]string{"x": "<&>"}), sb.String())
}
