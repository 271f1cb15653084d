package main

import (
	"cmp"
	"container/heap"
	"container/list"
	"container/ring"
	"fmt"
	"iter"
	"maps"
	"math"
	"math/bits"
	"math/rand"
	randv2 "math/rand/v2"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

type P struct {
	N string
	A int
}
type byA []P

func (b byA) Len() int           { return len(b) }
func (b byA) Less(i, j int) bool { return b[i].A < b[j].A }
func (b byA) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

type H []int

func (h H) Len() int           { return len(h) }
func (h H) Less(i, j int) bool { return h[i] < h[j] }
func (h H) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *H) Push(x any)        { *h = append(*h, x.(int)) }
func (h *H) Pop() any          { o := *h; x := o[len(o)-1]; *h = o[:len(o)-1]; return x }

func try(f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("panics:", r)
		}
	}()
	f()
}

func main() {
	r := rand.New(rand.NewSource(42))
	var ps []P
	for i := 0; i < 300; i++ {
		ps = append(ps, P{fmt.Sprint(i), r.Intn(10)})
	}
	a, b, c := slices.Clone(ps), slices.Clone(ps), slices.Clone(ps)
	sort.Stable(byA(a))
	sort.SliceStable(b, func(i, j int) bool { return b[i].A < b[j].A })
	slices.SortStableFunc(c, func(x, y P) int { return cmp.Compare(x.A, y.A) })
	fmt.Println(slices.Equal(a, b), slices.Equal(b, c), a[:5])
	d := slices.Clone(ps)
	sort.Sort(byA(d))
	e := slices.Clone(ps)
	sort.Slice(e, func(i, j int) bool { return e[i].A < e[j].A })
	g := slices.Clone(ps)
	slices.SortFunc(g, func(x, y P) int { return cmp.Compare(x.A, y.A) })
	fmt.Println(d[:20], e[:20], g[:20])
	sort.Sort(sort.Reverse(byA(d)))
	fmt.Println(d[:10], sort.IsSorted(byA(d)))
	fs := []float64{3, math.NaN(), -1, math.Inf(1), 0, math.Copysign(0, -1)}
	slices.Sort(fs)
	fmt.Println(fs, slices.Min([]int{3, 1, 2}), slices.Max(fs[1:]), cmp.Compare(math.NaN(), 1), cmp.Less(math.NaN(), 1), cmp.Or(0, 3, 4))
	xs := []int{1, 3, 5, 7, 7, 9}
	fmt.Println(slices.BinarySearch(xs, 7))
	fmt.Println(slices.BinarySearch(xs, 4))
	fmt.Println(sort.SearchInts(xs, 8), sort.Search(6, func(i int) bool { return xs[i] >= 7 }))
	fmt.Println(sort.Find(6, func(i int) int { return cmp.Compare(5, xs[i]) }))
	fmt.Println(slices.Index(xs, 7), slices.Contains(xs, 2), slices.IndexFunc(xs, func(x int) bool { return x > 4 }), slices.Compact(slices.Clone(xs)), slices.Insert(slices.Clone(xs), 2, 10, 11), slices.Delete(slices.Clone(xs), 1, 3), slices.Replace(slices.Clone(xs), 0, 2, 8, 8, 8), slices.Concat(xs, xs[:2]), slices.Repeat(xs[:2], 2), slices.Compare(xs, xs[:3]), slices.IsSorted(xs), slices.Grow(xs, 3)[:2], slices.Clip(xs[:2]), slices.ContainsFunc(xs, func(x int) bool { return x == 9 }))
	for ch := range slices.Chunk(xs, 4) {
		fmt.Print(ch, len(ch), cap(ch), " ")
	}
	try(func() { slices.Chunk(xs, 0) })
	try(func() { slices.Insert(xs, 99, 1) })
	try(func() { slices.Delete(xs, 3, 1) })
	try(func() { slices.Repeat(xs, -1) })
	try(func() { slices.Min([]int{}) })
	try(func() { slices.Grow(xs, -1) })
	fmt.Println(slices.Collect(slices.Values(xs)), slices.Sorted(maps.Keys(map[string]int{"b": 1, "a": 2})), slices.SortedFunc(slices.Values(xs), func(a, b int) int { return b - a }))
	for i, x := range slices.Backward(xs) {
		fmt.Print(i, ":", x, " ")
	}
	m := map[string]int{"a": 1, "b": 2}
	m2 := maps.Clone(m)
	maps.DeleteFunc(m2, func(k string, v int) bool { return v == 1 })
	maps.Copy(m2, map[string]int{"z": 9})
	maps.Insert(m2, maps.All(map[string]int{"y": 8}))
	fmt.Println(m2, maps.Equal(m, m2), maps.EqualFunc(m, m, func(a, b int) bool { return a == b }), maps.Collect(maps.All(m)), slices.Sorted(maps.Values(m)))
	next, stop := iter.Pull(slices.Values(xs))
	fmt.Println(next())
	fmt.Println(next())
	stop()
	fmt.Println(next())
	n2, s2 := iter.Pull2(maps.All(map[int]string{1: "x"}))
	fmt.Println(n2())
	fmt.Println(n2())
	s2()

	h := &H{5, 2, 8}
	heap.Init(h)
	heap.Push(h, 3)
	(*h)[0] = 10
	heap.Fix(h, 0)
	fmt.Print(heap.Remove(h, 1), " ")
	for h.Len() > 0 {
		fmt.Print(heap.Pop(h), " ")
	}
	l := list.New()
	e4 := l.PushBack(4)
	e1 := l.PushFront(1)
	l.InsertBefore(3, e4)
	l.InsertAfter(2, e1)
	l.MoveToFront(e4)
	l.MoveAfter(e1, e4)
	for x := l.Front(); x != nil; x = x.Next() {
		fmt.Print(x.Value, " ")
	}
	l2 := list.New()
	l2.PushBackList(l)
	fmt.Println(l.Remove(e1), l.Len(), l2.Len(), l.Back().Value)
	rg := ring.New(4)
	for i := 0; i < 4; i++ {
		rg.Value = i
		rg = rg.Next()
	}
	rg.Unlink(1)
	rg.Do(func(x any) { fmt.Print(x, " ") })
	fmt.Println(rg.Len(), rg.Move(2).Value)

	for _, seed := range []int64{0, 1, 42, -7, 1 << 40} {
		q := rand.New(rand.NewSource(seed))
		fmt.Println(q.Int63(), q.Uint32(), q.Uint64(), q.Int31(), q.Int31n(10), q.Int63n(1e12), q.Intn(7), q.Float64(), q.Float32(), q.NormFloat64(), q.ExpFloat64(), q.Perm(6))
		z := rand.NewZipf(q, 1.5, 2, 100)
		s := []int{1, 2, 3, 4, 5}
		q.Shuffle(5, func(i, j int) { s[i], s[j] = s[j], s[i] })
		bs := make([]byte, 5)
		q.Read(bs)
		fmt.Println(z.Uint64(), z.Uint64(), s, bs)
		p := randv2.New(randv2.NewPCG(uint64(seed), 7))
		fmt.Println(p.Int64(), p.Uint32(), p.Uint64(), p.Int32(), p.Int32N(10), p.Int64N(1e12), p.IntN(7), p.Uint64N(9), p.UintN(11), p.Float64(), p.Float32(), p.NormFloat64(), p.ExpFloat64(), p.Perm(6), p.Int(), p.Uint32N(100))
		cc := randv2.New(randv2.NewChaCha8([32]byte{byte(seed), 2, 3}))
		for i := 0; i < 40; i++ {
			cc.Uint64()
		}
		p.Shuffle(5, func(i, j int) { s[i], s[j] = s[j], s[i] })
		fmt.Println(cc.Uint64(), cc.IntN(1000), cc.Float64(), s, randv2.NewZipf(cc, 1.5, 2, 100).Uint64())
	}
	try(func() { rand.Intn(0) })
	try(func() { randv2.IntN(0) })
	fmt.Println(bits.Len(0), bits.Len64(255), bits.Reverse8(1), bits.OnesCount(255), bits.TrailingZeros16(0), bits.LeadingZeros32(1), bits.RotateLeft8(0x81, 1), bits.ReverseBytes32(0x01020304))
	fmt.Println(bits.Add64(1<<63, 1<<63, 1))
	fmt.Println(bits.Mul64(1<<63, 6))
	fmt.Println(bits.Div64(1, 0, 3))
	fmt.Println(bits.Rem64(5, 7, 3))
	try(func() { bits.Div64(3, 0, 3) })
	try(func() { bits.Div64(1, 0, 0) })

	var once sync.Once
	for i := 0; i < 2; i++ {
		once.Do(func() { fmt.Println("once") })
	}
	ov := sync.OnceValue(func() int { fmt.Println("calc"); return 5 })
	fmt.Println(ov(), ov())
	of := sync.OnceFunc(func() { panic("oncefunc") })
	try(of)
	try(of)
	var sm sync.Map
	sm.Store("a", 1)
	v, loaded := sm.LoadOrStore("a", 2)
	fmt.Println(v, loaded)
	fmt.Println(sm.LoadAndDelete("a"))
	fmt.Println(sm.Swap("b", 3))
	fmt.Println(sm.CompareAndSwap("b", 3, 4), sm.CompareAndDelete("b", 9))
	sm.Range(func(k, v any) bool { fmt.Println(k, v); return true })
	sm.Clear()
	var wg sync.WaitGroup
	var cnt atomic.Int64
	for i := 0; i < 10; i++ {
		wg.Go(func() { cnt.Add(int64(i)) })
	}
	wg.Wait()
	fmt.Println(cnt.Load(), cnt.CompareAndSwap(45, 1), cnt.Swap(2), cnt.And(3), cnt.Or(4))
	try(func() { new(sync.WaitGroup).Done() })
	var av atomic.Value
	try(func() { av.Store(nil) })
	av.Store(1)
	try(func() { av.Store("x") })
	var mu sync.Mutex
	fmt.Println(mu.TryLock(), mu.TryLock())
	for _, c := range []rune{'a', 'É', '5', ' ', '\u2028', '世', 'ǅ', '_', 0x1F600, -1, '٣', '½', '€', '\u0301'} {
		fmt.Println(unicode.IsLetter(c), unicode.IsUpper(c), unicode.IsLower(c), unicode.IsTitle(c), unicode.IsDigit(c), unicode.IsNumber(c), unicode.IsSpace(c), unicode.IsPunct(c), unicode.IsSymbol(c), unicode.IsControl(c), unicode.IsPrint(c), unicode.IsGraphic(c), unicode.IsMark(c), unicode.ToUpper(c), unicode.ToLower(c), unicode.ToTitle(c), unicode.SimpleFold(c), unicode.Is(unicode.Han, c), unicode.In(c, unicode.Latin, unicode.Nd), utf8.RuneLen(c), utf8.ValidRune(c))
	}
	fmt.Println(utf16.Encode([]rune("a😀")), string(utf16.Decode([]uint16{0xd83d, 0xde00, 0xd800, 'x'})), utf8.RuneCountInString("héé\xff"), utf8.ValidString("a\xc0"), utf8.FullRune([]byte{0xe4, 0xb8}))
	for i, w := 0, 0; i < len("\xe4\xb8x\xf0\x9f\x98\x80"); i += w {
		var r rune
		r, w = utf8.DecodeRuneInString("\xe4\xb8x\xf0\x9f\x98\x80"[i:])
		fmt.Print(r, w, " ")
	}
	fmt.Println(strings.ToUpperSpecial(unicode.TurkishCase, "iı"), math.Nextafter(1, 2), math.FMA(2, 3, 4), math.Cbrt(27), math.Hypot(3, 4), math.Mod(-7, 3), math.Remainder(7, 3), math.Round(-2.5), math.RoundToEven(2.5), math.Trunc(-1.7), math.Gamma(5.5), math.Erf(0.5))
	fmt.Println(math.Frexp(10))
	fmt.Println(math.Lgamma(-2.5))
	fmt.Println(math.Modf(-3.25))
	fmt.Println(math.Sincos(1))
}
