package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

type level int

func (l *level) String() string     { return fmt.Sprint(int(*l)) }
func (l *level) Set(s string) error {
	if s == "bad" {
		return errors.New("bad level")
	}
	*l = level(len(s))
	return nil
}

type boolish struct{ on bool }

func (b *boolish) String() string   { return fmt.Sprint(b.on) }
func (b *boolish) Set(s string) error { b.on = s == "true"; return nil }
func (b *boolish) IsBoolFlag() bool { return true }

func flags(args ...string) {
	var out bytes.Buffer
	f := flag.NewFlagSet("prog", flag.ContinueOnError)
	f.SetOutput(&out)
	n := f.Int("n", 5, "number of `things`")
	s := f.String("name", "def", "the name\nsecond line")
	b := f.Bool("b", false, "a bool")
	b2 := f.Bool("verbose", true, "be verbose")
	d := f.Duration("d", time.Second, "duration")
	u := f.Uint("u", 0, "uint")
	fl := f.Float64("f", 1.5, "float")
	i64 := f.Int64("i64", -1, "")
	var l level
	f.Var(&l, "level", "the level")
	var bo boolish
	f.Var(&bo, "boolish", "like a bool")
	f.Func("fn", "calls a func", func(s string) error {
		if s == "err" {
			return errors.New("fn failed")
		}
		return nil
	})
	f.BoolFunc("bf", "bool func", func(s string) error { return nil })
	f.TextVar(&time.Time{}, "t", time.Time{}, "a time")
	err := f.Parse(args)
	fmt.Println(args, "->", err, *n, *s, *b, *b2, *d, *u, *fl, *i64, l, bo.on, f.Args(), f.NArg(), f.NFlag(), f.Parsed(), f.Arg(0), errors.Is(err, flag.ErrHelp))
	fmt.Print(out.String())
	f.Visit(func(fl *flag.Flag) { fmt.Print(fl.Name, "=", fl.Value, " ") })
	fmt.Println()
}

func main() {
	flags()
	flags("-n", "7", "--name=x", "-b", "rest", "-n", "8")
	flags("-n=0x10", "-b=false", "-verbose=F", "-d", "1m", "-u", "3", "-f", "2e3", "-i64", "9", "-level", "abc", "-boolish", "--", "-x")
	flags("-n", "x")
	flags("-n")
	flags("-zz")
	flags("-h")
	flags("-b=maybe")
	flags("-d", "5")
	flags("-u", "-1")
	flags("-n", "99999999999999999999")
	flags("-level", "bad")
	flags("-fn", "err")
	flags("-=x")
	flags("---n")
	flags("-", "a")
	flags("-f", "")
	flags("-t", "x")
	f := flag.NewFlagSet("x", flag.PanicOnError)
	f.SetOutput(io.Discard)
	func() {
		defer func() { fmt.Println(recover()) }()
		f.Int("a", 1, "")
		f.Int("a", 2, "")
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		f.Parse([]string{"-q"})
	}()
	fmt.Println(f.Lookup("a").DefValue, f.Lookup("zz") == nil, f.Set("a", "9"), f.Set("zz", "1"), f.Name(), f.ErrorHandling())

	var buf bytes.Buffer
	l := log.New(&buf, "pre: ", 0)
	l.Println("a", 1)
	l.Printf("%d\n", 5)
	l.Print("x")
	l.SetFlags(log.Lmsgprefix)
	l.Print("y")
	l.SetPrefix("[p] ")
	l.Output(1, "out")
	l.SetFlags(log.Lshortfile)
	l.Print("line")
	l.SetFlags(log.Ldate | log.Ltime | log.Lmicroseconds | log.LUTC)
	l.Print("t")
	s := buf.String()
	fmt.Printf("%q %d\n", s[:strings.LastIndex(s, "[p] ")+4], len(s))
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		log.New(io.Discard, "", 0).Panicf("bad %d", 1)
	}()
	fmt.Println(l.Prefix(), l.Flags(), log.Flags() == log.LstdFlags)

	_, err := os.Open("/no/such/file")
	fmt.Println(err, errors.Is(err, fs.ErrNotExist), os.IsNotExist(err))
	var pe *fs.PathError
	fmt.Println(errors.As(err, &pe), pe.Op, pe.Path, pe.Err)
	dir, _ := os.MkdirTemp("", "mgo")
	defer os.RemoveAll(dir)
	in := func(n string) string { return filepath.Join(dir, n) }
	show := func(err error) { fmt.Println(strings.ReplaceAll(fmt.Sprint(err), dir, "DIR")) }
	show(os.WriteFile(in("a.txt"), []byte("hello\n"), 0o644))
	show(os.Mkdir(in("a.txt"), 0o755))
	show(os.MkdirAll(in("x/y/z"), 0o755))
	show(os.Remove(in("x")))
	show(os.Rename(in("nope"), in("b")))
	_, err = os.ReadDir(in("nope"))
	show(err)
	_, err = os.ReadFile(in("x"))
	show(err)
	show(os.Symlink(in("a.txt"), in("link")))
	_, err = os.Readlink(in("a.txt"))
	show(err)
	show(os.Chdir(in("none")))
	show(os.Truncate(in("none"), 1))
	show(os.Link(in("none"), in("l2")))
	fh, err := os.OpenFile(in("a.txt"), os.O_RDWR|os.O_APPEND, 0)
	show(err)
	fh.WriteString("more")
	_, err = fh.WriteAt([]byte("x"), 0)
	show(err)
	fh.Seek(0, 0)
	data, _ := io.ReadAll(fh)
	fmt.Printf("%q\n", data)
	fi, _ := fh.Stat()
	fmt.Println(fi.Name(), fi.Size(), fi.Mode(), fi.IsDir(), fi.Mode().IsRegular())
	fh.Close()
	show(fh.Close())
	_, err = fh.Write([]byte("x"))
	show(err)
	_, err = (*os.File)(nil).Read(nil)
	show(err)
	filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if p != dir {
			fmt.Println(strings.ReplaceAll(p, dir, "DIR"), d.IsDir(), d.Type(), d)
		}
		return nil
	})
	ms, err := filepath.Glob(in("*.txt"))
	fmt.Println(len(ms), err)
	_, err = filepath.Glob("[")
	fmt.Println(err)
	sub, _ := fs.Sub(os.DirFS(dir), "x")
	_, err = fs.ReadFile(sub, "q")
	show(err)
	_, err = os.DirFS(dir).Open("../x")
	show(err)
	os.Setenv("MGO_T", "v$x")
	fmt.Println(os.Getenv("MGO_T"), os.ExpandEnv("${MGO_T}-$MGO_NONE-$$"), os.Expand("$a ${b} $1 ${", strings.ToUpper), os.Setenv("", "x"), os.Setenv("a=b", "x"))
	fmt.Println(fs.FileMode(0o755|fs.ModeDir), fs.FileMode(0o4644|fs.ModeSymlink|fs.ModeSetuid), fs.ValidPath("a/../b"))
	for _, p := range []string{"", ".", "/", "a//b/../c/.", "../../a", "/..", "a/b/c.tar.gz", "./x/"} {
		d, file := path.Split(p)
		fmt.Println(path.Clean(p), path.Base(p), path.Dir(p), path.Ext(p), path.IsAbs(p), d, file, filepath.ToSlash(p), path.Join("q", p))
		r, err := filepath.Rel("/a/b", "/"+p)
		fmt.Println(r, err)
	}
	for _, m := range [][2]string{{"*", "abc"}, {"a*c", "abc"}, {"a[b-d]c", "acc"}, {"a[^b]c", "abc"}, {"a\\*", "a*"}, {"[", "a"}, {"a?c", "a/c"}, {"[a-", "b"}, {"*/b", "a/b"}} {
		ok, err := path.Match(m[0], m[1])
		fmt.Println(m, ok, err)
	}

	ctx, cancel := context.WithCancelCause(context.WithValue(context.Background(), "k", "v"))
	fmt.Println(ctx, ctx.Value("k"), ctx.Err())
	cancel(errors.New("why"))
	fmt.Println(ctx.Err(), context.Cause(ctx))
	c2, stop := context.WithTimeout(context.Background(), -1)
	fmt.Println(c2.Err(), context.Cause(c2), errors.Is(c2.Err(), os.ErrDeadlineExceeded), c2.Err().(interface{ Timeout() bool }).Timeout())
	stop()
	c3, stop3 := context.WithDeadlineCause(context.TODO(), time.Now().Add(-time.Hour), errors.New("late"))
	fmt.Println(c3.Err(), context.Cause(c3), context.WithoutCancel(c3).Err())
	stop3()
	c4, stop4 := context.WithCancel(ctx)
	fmt.Println(c4.Err(), context.Cause(c4))
	stop4()
	done := make(chan string, 1)
	c5, cancel5 := context.WithCancel(context.Background())
	st := context.AfterFunc(c5, func() { done <- "after" })
	cancel5()
	fmt.Println(<-done, st())
	func() {
		defer func() { fmt.Println(recover()) }()
		context.WithValue(context.Background(), nil, 1)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		context.WithCancel(nil)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		context.WithValue(context.Background(), []int{}, 1)
	}()
}
