package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"math"
	"math/cmplx"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

type base struct{ ID, Size int }

type wrapped struct {
	base
	*extra
	Name string
}

type extra struct{ Note string }

type stubborn struct{ n int }

func (s *stubborn) Read(p []byte) (int, error) { return copy(p, "abcde"[:s.n]), errors.New("late") }

func main() {
	fmt.Println(strconv.Unquote("\"a\xc0\""))
	for _, s := range []string{"${}", "${", "$x ${y}", "$*$", "a$"} {
		fmt.Printf("%q\n", os.Expand(s, func(k string) string { return "<" + k + ">" }))
	}
	fmt.Println(io.CopyN(io.Discard, &stubborn{5}, 5))
	fmt.Println(cmplx.Pow(0, complex(0, 3)), cmplx.Pow(0, cmplx.NaN()), cmplx.Pow(0, -1))
	dir, _ := os.MkdirTemp("", "x")
	defer os.RemoveAll(dir)
	os.WriteFile(filepath.Join(dir, "f"), nil, 0o644)
	_, err := filepath.EvalSymlinks(filepath.Join(dir, "f") + "/")
	fmt.Println(err)
	_, err = filepath.Glob("/*" + strings.Repeat("/", 10001))
	fmt.Println(err)

	// An iterator that goes on after it was stopped, and one that steps on its own.
	next, stop := iter.Pull(func(yield func(int) bool) {
		fmt.Println(yield(1), yield(2), yield(3))
	})
	fmt.Println(next())
	stop()
	fmt.Println(next())
	var keep func(int) bool
	next, stop = iter.Pull(func(yield func(int) bool) { keep = yield; yield(1) })
	next()
	func() {
		defer func() { fmt.Println(recover()) }()
		keep(5)
	}()
	stop()

	re := regexp.MustCompile("a\uFFFD*b")
	fmt.Println(re.FindStringIndex("xa\xff\xffb"), regexp.MustCompile(`[\x{fffd}]`).FindStringIndex("q\xc2\x00"))

	var w wrapped
	fmt.Println(json.Unmarshal([]byte(`{"ID": 3, "Size": 4, "Name": "n"}`), &w), w.ID, w.Size, w.Name)
	fmt.Println(json.Unmarshal([]byte(`{"Note": "x"}`), &w))
	fmt.Println(time.Time{}.AddDate(-2, 0, 0).AppendText(nil))
	t := time.Date(2024, 6, 15, 12, 0, 0, 0, time.FixedZone("LMT", -5*3600-30*60-45))
	data, _ := t.MarshalBinary()
	var u time.Time
	fmt.Println(u.UnmarshalBinary(data), u.Equal(t), u)
	fmt.Println(fs.FormatFileInfo(info{}))
	r := io.MultiReader(io.MultiReader(strings.NewReader("ab"), io.MultiReader(strings.NewReader("c"))), strings.NewReader("d"))
	all, err := io.ReadAll(r)
	fmt.Printf("%s %v\n", all, err)
}

type info struct{}

func (info) Name() string       { return "n" }
func (info) Size() int64        { return math.MinInt64 }
func (info) Mode() fs.FileMode  { return 0o644 }
func (info) ModTime() time.Time { return time.Unix(0, 0).UTC() }
func (info) IsDir() bool        { return false }
func (info) Sys() any           { return nil }
