package main

import "os"

func run() error {
	f, err := os.Open("x")
	if err != nil {
		err := err
		return
	}
	if n, err := f.Read(nil); err != nil {
		return n, err
	}
	data := make([]byte, 10)
	n, err := f.Read(data)
	return nil
}
func main() {
	err := run()
	run() = nil
	if run() != nil {
		f.Close()
	}
	if err := run(); err {
	}
}
