// Values of every kind, shared and dropped by goroutines: maps, slices, closures, interfaces, deferred calls.
package main

import "fmt"

type node struct {
	next *node
	key  string
	vals []int
	m    map[string]*node
	any  interface{}
}

type shape interface{ area() int }
type sq struct{ a int }
type rect struct{ a, b int; tag string }

func (s sq) area() int    { return s.a * s.a }
func (r *rect) area() int { return r.a * r.b }

func work(id int, out chan<- int) {
	m := make(map[string]*node)
	var head *node
	for i := 0; i < 300; i++ {
		k := string(rune('a'+i%26)) + string(rune('A'+i%17))
		n := &node{next: head, key: k, any: i}
		n.vals = append(n.vals, i, i*2)
		if i%3 == 0 {
			n.m = map[string]*node{k: head, "x": n}
			n.any = k
		}
		if old := m[k]; old != nil {
			n.vals = append(old.vals, n.vals...)
		}
		m[k] = n
		head = n
		if i%50 == 0 {
			for k := range m {
				if len(k)%2 == 1 {
					delete(m, k)
				}
			}
		}
	}
	sum := 0
	for _, n := range m {
		for _, v := range n.vals { sum += v }
		if s, ok := n.any.(string); ok { sum += len(s) }
		if n.m != nil { if n.m["x"] != n { panic("lost") } }
	}
	cnt := 0
	for n := head; n != nil; n = n.next { cnt++ }
	out <- sum + cnt + id
}

func deferred(n int) (s string) {
	defer func() {
		if r := recover(); r != nil { s = s + r.(string) }
	}()
	for i := 0; i < n; i++ {
		p := &rect{i, i + 1, "t"}
		defer func() { s += p.tag }()
	}
	panic("p" + string(rune('0'+n)))
}

func main() {
	out := make(chan int)
	for i := 0; i < 8; i++ { go work(i, out) }
	total := 0
	for i := 0; i < 8; i++ { total += <-out }
	fmt.Println(total)
	var shapes []shape
	for i := 0; i < 200; i++ {
		if i%2 == 0 { shapes = append(shapes, sq{i}) } else { shapes = append(shapes, &rect{i, 2, "r"}) }
	}
	a := 0
	for _, s := range shapes { a += s.area() }
	fmt.Println(a, deferred(5))
	type key struct { a int; s string }
	km := map[key][]byte{}
	for i := 0; i < 500; i++ { km[key{i % 50, "k"}] = append(km[key{i % 50, "k"}], byte(i)) }
	t := 0
	for k, v := range km { t += k.a * len(v); for _, b := range v { t += int(b) } }
	fmt.Println(len(km), t)
	im := map[interface{}]int{}
	for i := 0; i < 300; i++ { im[i%30]++; im["s"+string(rune('a'+i%20))]++; im[float64(i%7)]++ }
	fmt.Println(len(im))
	big := make([]*node, 20000)
	for i := range big { big[i] = &node{key: "b"} ; if i > 0 { big[i].next = big[i-1] } }
	c := 0
	for n := big[len(big)-1]; n != nil; n = n.next { c += len(n.key) }
	fmt.Println(c)
}
