package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	mrand "math/rand"
	"os/user"
	"reflect"
	"strconv"
	"strings"
	"testing/fstest"
	"testing/quick"
	"time"
)

type pair struct {
	A int8
	B []bool
	C map[uint16]string
	D *float32
}

type even int

func (even) Generate(r *mrand.Rand, size int) reflect.Value { return reflect.ValueOf(even(2 * r.Intn(size))) }

func quicks() {
	cfg := func() *quick.Config { return &quick.Config{MaxCount: 50, Rand: mrand.New(mrand.NewSource(7))} }
	fmt.Println(quick.Check(func(a, b int) bool { return a+b == b+a }, cfg()))
	fmt.Println(quick.Check(func(s string) bool { return len(s) < 40 }, cfg()))
	fmt.Println(quick.Check(func(e even) bool { return e%2 == 0 }, cfg()))
	fmt.Println(quick.CheckEqual(func(x uint8) uint8 { return x * 2 }, func(x uint8) uint8 { return x << 1 }, cfg()))
	fmt.Println(quick.CheckEqual(func(x uint8) uint8 { return x / 2 }, func(x uint8) uint8 { return x >> 2 }, cfg()))
	fmt.Println(quick.Check(3, nil), quick.Check(func() int { return 1 }, nil), quick.Check(func(c chan int) bool { return true }, nil))
	r := mrand.New(mrand.NewSource(3))
	for range 3 {
		v, ok := quick.Value(reflect.TypeFor[pair](), r)
		p := v.Interface().(pair)
		fmt.Println(ok, p.A, p.B, p.C, p.D != nil)
	}
	fmt.Println(quick.Value(reflect.TypeFor[func()](), r))
}

func files() {
	when := time.Unix(1e9, 0).UTC()
	fsys := fstest.MapFS{
		"hello.txt":    {Data: []byte("hello, world\n"), Mode: 0o644, ModTime: when},
		"a/b/c.go":     {Data: []byte("package c\n")},
		"a/empty":      {Mode: fs.ModeDir | 0o755},
		"a/link":       {Data: []byte("b/c.go"), Mode: fs.ModeSymlink},
		"a/b/up":       {Data: []byte("../../hello.txt"), Mode: fs.ModeSymlink},
		"z/deep/er/f.": {},
	}
	fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		info, err2 := d.Info()
		fmt.Println(path, fs.FormatDirEntry(d), info.Size(), err, err2)
		return nil
	})
	for _, name := range []string{"hello.txt", "a/link", "a/b/up", "nope", "/bad", "a/b"} {
		data, err := fsys.ReadFile(name)
		fmt.Printf("%q %v %v\n", data, err, errors.Is(err, fs.ErrNotExist))
	}
	fmt.Println(fsys.Glob("a/*"))
	fmt.Println(fsys.ReadLink("a/link"))
	info, err := fsys.Lstat("a/link")
	fmt.Println(info.Mode(), err)
	sub, _ := fsys.Sub("a/b")
	data, err := fs.ReadFile(sub, "c.go")
	fmt.Printf("%q %v\n", data, err)
	f, _ := fsys.Open("hello.txt")
	f.(io.Seeker).Seek(7, io.SeekStart)
	rest, err := io.ReadAll(f)
	fmt.Printf("%q %v\n", rest, err)
	fmt.Println(fstest.TestFS(fsys, "hello.txt", "a/b/c.go"))
	fmt.Println(fstest.TestFS(fsys, "missing"))
	fmt.Println(fstest.TestFS(fstest.MapFS{}), fstest.TestFS(fstest.MapFS{"x": {}}))
}

func main() {
	quicks()
	files()

	limit, _ := new(big.Int).SetString("1000000000000000000000000", 10)
	n, err := rand.Int(rand.Reader, limit)
	fmt.Println(n.Cmp(limit) < 0 && n.Sign() >= 0, err)
	fixed, err := rand.Int(strings.NewReader("\xff\xff\x01\x02\x03\x04"), big.NewInt(1000))
	fmt.Println(fixed, err)
	p, err := rand.Prime(rand.Reader, 96)
	fmt.Println(p.BitLen(), p.ProbablyPrime(20), err)
	_, err = rand.Prime(rand.Reader, 1)
	fmt.Println(err)

	u, err := user.Current()
	same, err2 := user.LookupId(u.Uid)
	ids, err3 := u.GroupIds()
	fmt.Println(err, err2, err3, *same == *u, len(ids) > 0 && ids[0] == u.Gid)
	_, err = strconv.Atoi(u.Uid)
	fmt.Println(err)
	_, err = user.Lookup("nobody-of-this-name")
	fmt.Println(err, errors.As(err, new(user.UnknownUserError)))
	_, err = user.LookupGroupId("987654321")
	fmt.Println(err)
	_, err = user.LookupId("x")
	fmt.Println(err != nil)
}
