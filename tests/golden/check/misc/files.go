package main

import (
	"bufio"
	"io"
	"os"
)

func main() {
	f := os.Open("x")
	g, err := os.Open(1)
	defer f.close()
	s := bufio.NewScanner(f)
	for s.Scan {
		line := s.text()
	}
	var r io.Reader = os.Stdout
	var w io.Writer = g
	w.Write("abc")
	io.Copy(r)
	os.Exit("1")
	os.Args[0] = 1
	n := len(os.Args) - "1"
}
