// Descriptors that do not block, as a standard input may be: who reads waits in the poller, so the last processor stays free, and deadlines work.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"syscall"
	"time"
)

func pipe(nonblocking bool) (*os.File, int) {
	var fds [2]int
	if err := syscall.Pipe(fds[:]); err != nil {
		panic(err)
	}
	if err := syscall.SetNonblock(fds[0], nonblocking); err != nil {
		panic(err)
	}
	return os.NewFile(uintptr(fds[0]), "input"), fds[1]
}

func main() {
	runtime.GOMAXPROCS(1)
	in, out := pipe(true)
	lines, ended := make(chan string), make(chan error, 1)
	go func() {
		s := bufio.NewScanner(in)
		for s.Scan() {
			lines <- s.Text()
		}
		ended <- s.Err()
		close(lines)
	}()
	for _, text := range []string{"one\n", "two\nthr", "ee\n"} {
		time.Sleep(time.Millisecond) // the reader waits meanwhile
		syscall.Write(out, []byte(text))
	}
	syscall.Close(out)
	for line := range lines {
		fmt.Println(line)
	}
	fmt.Println("end of input:", <-ended)
	fmt.Println("close:", in.Close())

	in, out = pipe(true)
	fmt.Println("deadline:", in.SetReadDeadline(time.Now().Add(2*time.Millisecond)))
	n, err := in.Read(make([]byte, 8))
	fmt.Println(n, errors.Is(err, os.ErrDeadlineExceeded), err)
	in.SetReadDeadline(time.Time{})
	syscall.Write(out, []byte("late"))
	buf := make([]byte, 8)
	n, err = in.Read(buf)
	fmt.Println(string(buf[:n]), err)
	// Closing wakes who reads.
	done := make(chan error)
	go func() {
		_, err := in.Read(buf)
		done <- err
	}()
	time.Sleep(time.Millisecond)
	in.Close()
	fmt.Println(errors.Is(<-done, os.ErrClosed))
	syscall.Close(out)

	// One that blocks has no deadlines.
	in, out = pipe(false)
	fmt.Println(errors.Is(in.SetReadDeadline(time.Now()), os.ErrNoDeadline))
	syscall.Write(out, []byte("x"))
	syscall.Close(out)
	all, err := io.ReadAll(in)
	fmt.Println(string(all), err)
}
