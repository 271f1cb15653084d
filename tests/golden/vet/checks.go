package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"sort"
	"strings"
	"sync"
	"time"
)

type T struct {
	mu sync.Mutex
	n  int
}

type S struct {
	T
	name string
}

func (t T) Get() int { return t.n }

func pass(t T, wg sync.WaitGroup, arr [2]sync.Mutex) {}
func ret() (t T) { return t }

func printfs(x int, s string, e error, f float64, p *int, any interface{}, sl []string, m map[string]int) {
	fmt.Printf("%d\n", s)
	fmt.Printf("%s %d\n", x, x)
	fmt.Printf("%d\n")
	fmt.Printf("%d\n", x, x)
	fmt.Printf("hello\n", x)
	fmt.Println("hello\n")
	fmt.Println("x is %d", x)
	fmt.Printf("%z\n", x)
	fmt.Printf("%!\n", x)
	fmt.Printf(s)
	fmt.Printf(s, x)
	_ = fmt.Errorf("bad: %w %w", e, e)
	_ = fmt.Errorf("bad: %w", x)
	fmt.Printf("%w", e)
	fmt.Printf("%*d", s, x)
	fmt.Printf("%[3]d", x)
	fmt.Printf("%[1]d %s", x, s)
	fmt.Printf("%t", x)
	fmt.Printf("%f", x)
	fmt.Printf("%x", f)
	fmt.Printf("%q", f)
	fmt.Printf("%c", s)
	fmt.Printf("%p", x)
	fmt.Printf("%p", p)
	fmt.Printf("%d", p)
	fmt.Printf("%s", sl)
	fmt.Printf("%d", sl)
	fmt.Printf("%s", m)
	fmt.Printf("%v %T", m, m)
	fmt.Printf("%d", any)
	fmt.Printf("%s", e)
	fmt.Printf("%d", e)
	fmt.Printf("%U", x)
	fmt.Printf("%-08d|%+d|%#x|% x", x, x, s, s)
	fmt.Printf("%#d|%+s", x, s)
	fmt.Printf("%.2d %5.3s", x, s)
	fmt.Printf("%", x)
	fmt.Printf("%d%%\n", x)
	log.Printf("%d", s)
	log.Println("a\n")
	log.Fatalf("%d")
	fmt.Fprintf(os.Stderr, "%d", s)
	fmt.Fprintln(os.Stderr, "x %d", x)
	_ = fmt.Sprintf("%d", s)
	_ = fmt.Sprint("x %d", x)
	fmt.Sprintf("%d", x)
	errors.New("x")
	fmt.Errorf("x")
	e.Error()
	fmt.Sprint(1)
	sort.Reverse(nil)
	strings.ToUpper("x")
	var b strings.Builder
	b.String()
	time.Second.String()
	fmt.Print("a", "b\n")
	fmt.Println(printfs)
	fmt.Printf("%d", printfs)
	fmt.Printf("%s", T{}.Get)
	fmt.Printf("%d %s\n", x)
	fmt.Printf("%[2]d\n", x, x)
	fmt.Printf("%v", struct{ a int }{1})
	fmt.Printf("%d", struct{ a string }{"1"})
	fmt.Printf("%s", struct{ e error }{e})
	fmt.Println(e.Error)
}

func locks(s S, ps *S) {
	t2 := s.T
	var t3 = s.T
	var t4 T
	t4 = t3
	pass(t2, sync.WaitGroup{}, [2]sync.Mutex{})
	ss := []S{{}, s}
	for _, x := range ss {
		_ = x
	}
	for i := range ss {
		_ = ss[i]
	}
	_ = *ps
	_ = S{T: t4}
	f := func(m sync.Mutex) sync.Mutex { return m }
	_ = f
	fmt.Println(*ps)
	var rw sync.RWMutex
	rw2 := rw
	_ = &rw2
	var o sync.Once
	o2 := o
	_ = &o2
	var cond sync.Cond
	c2 := cond
	_ = &c2
	mm := map[string]T{}
	v := mm["a"]
	_ = &v
	for k, v := range mm {
		_, _ = k, &v
	}
	ch := make(chan T)
	for v := range ch {
		_ = &v
	}
}

func cancels(ctx context.Context, c bool) error {
	ctx, _ = context.WithCancel(ctx)
	ctx2, cancel := context.WithTimeout(ctx, time.Second)
	if c {
		return ctx2.Err()
	}
	cancel()
	var stop func()
	ctx3, stop := context.WithCancel(ctx)
	for i := 0; i < 3; i++ {
		if i == 2 {
			return nil
		}
	}
	_ = ctx3
	defer stop()
	return nil
}

func cancel2(ctx context.Context, c bool) {
	ctx, cancel := context.WithCancel(ctx)
	if c {
		cancel()
	}
	_ = ctx
}

func wgs() {
	var wg sync.WaitGroup
	go func() {
		wg.Add(1)
		defer wg.Done()
	}()
	go func() {
		fmt.Println("x")
		wg.Add(1)
	}()
	for i := 0; i < 3; i++ {
		go func() {
			defer wg.Done()
			wg.Add(1)
		}()
	}
	wg.Wait()
}

func unreach(x int) int {
	for {
		x++
		if x > 3 {
			break
		}
		continue
		x--
	}
	switch x {
	case 1:
		return 1
		x = 2
	default:
		panic("x")
		x = 3
	}
	return 2
	println("x")
	{
		println("y")
	}
	if x == 2 {
		return 1
	} else {
		return 2
	}
	goto L
L:
	return 3
	for {
	}
	return 4
}

func selfs(x int, t *T, a []int, i int, f func() int) {
	x = x
	t.n = t.n
	a[i] = a[i]
	a[f()] = a[f()]
	x, i = x, i
	x, i = i, x
	_ = x
}

func main() {}
