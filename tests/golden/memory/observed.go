// What collections tell: a cache of weak pointers, finalizers of methods, resurrection, cleanups that were stopped, pools.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unique"
	"weak"
)

type Cache[K comparable, V any] struct {
	mu sync.Mutex
	m  map[K]weak.Pointer[V]
}

func (c *Cache[K, V]) Get(k K, mk func() *V) *V {
	c.mu.Lock()
	defer c.mu.Unlock()
	if w, ok := c.m[k]; ok {
		if v := w.Value(); v != nil {
			return v
		}
	}
	v := mk()
	c.m[k] = weak.Make(v)
	runtime.AddCleanup(v, func(k K) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.m[k].Value() == nil {
			delete(c.m, k)
		}
	}, k)
	return v
}

type Big struct {
	data [1024]byte
	name string
}

type File struct {
	fd   int
	next *File
}

var closed atomic.Int32

func Open(fd int) *File {
	f := &File{fd: fd}
	runtime.SetFinalizer(f, (*File).Close)
	return f
}
func (f *File) Close() error { closed.Add(1); runtime.SetFinalizer(f, nil); return nil }

type Obj struct {
	self *Obj
	ch   chan string
}

func main() {
	c := &Cache[string, Big]{m: map[string]weak.Pointer[Big]{}}
	made := 0
	get := func(k string) *Big { return c.Get(k, func() *Big { made++; return &Big{name: k} }) }
	a := get("a")
	b := get("a")
	fmt.Println(a == b, made, len(c.m))
	runtime.KeepAlive(a)
	a, b = nil, nil
	for i := 0; i < 20000; i++ {
		runtime.GC()
		c.mu.Lock()
		n := len(c.m)
		c.mu.Unlock()
		if n == 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	fmt.Println(len(c.m))
	for i := range 5 {
		Open(i)
	}
	runtime.GC()
	for i := 0; i < 20000 && closed.Load() < 5; i++ {
		time.Sleep(time.Millisecond)
	}
	fmt.Println(closed.Load())
	o := &Obj{ch: make(chan string, 1)}
	ch := o.ch
	runtime.SetFinalizer(o, func(o *Obj) { o.ch <- "finalized" })
	o = nil
	runtime.GC()
	select {
	case s := <-ch:
		fmt.Println(s)
	case <-time.After(time.Minute):
		fmt.Println("timeout")
	}
	var resurrect *Obj
	p := &Obj{}
	w := weak.Make(p)
	d := make(chan bool)
	runtime.SetFinalizer(p, func(o *Obj) { resurrect = o; close(d) })
	p = nil
	runtime.GC()
	<-d
	fmt.Println(resurrect != nil, w.Value() == nil)
	u1, u2 := unique.Make(strings.Repeat("x", 3)), unique.Make("xxx")
	fmt.Println(u1 == u2, u1.Value())
	debug.SetGCPercent(100) // whatever the environment says
	old := debug.SetGCPercent(50)
	fmt.Println(old, debug.SetGCPercent(old))
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	fmt.Println(ms.NumGC > 0, ms.HeapAlloc > 0, ms.Mallocs >= ms.Frees)
	pool := sync.Pool{New: func() any { return new(Big) }}
	x := pool.Get().(*Big)
	x.name = "pooled"
	pool.Put(x)
	x = nil
	runtime.GC()
	runtime.GC()
	fmt.Printf("%q\n", pool.Get().(*Big).name)
	cl := runtime.AddCleanup(&Big{}, func(int) { fmt.Println("never") }, 1)
	cl.Stop()
	runtime.GC()

	func() {
		defer func() { fmt.Println(recover()) }()
		v := new(Obj)
		runtime.AddCleanup(v, func(*Obj) {}, v)
	}()
}
