// File.SyscallConn: the descriptor of files and pipes, and waiting for them.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"
)

func main() {
	dir, _ := os.MkdirTemp("", "conn")
	defer os.RemoveAll(dir)
	f, _ := os.Create(filepath.Join(dir, "file"))
	var conn syscall.Conn = f
	raw, err := conn.SyscallConn()
	fmt.Println(err, raw.Control(func(fd uintptr) { syscall.Write(int(fd), []byte("direct")) }))
	fmt.Println(raw.Read(func(uintptr) bool { return true }), raw.Write(func(uintptr) bool { return false }))
	fmt.Println(debug.SetCrashOutput(f, debug.CrashOptions{}), debug.SetCrashOutput(nil, debug.CrashOptions{}))
	f.Close()
	fmt.Println(raw.Control(func(uintptr) { fmt.Println("not called") }))
	fmt.Println(raw.Read(func(uintptr) bool { return true }))
	text, _ := os.ReadFile(f.Name())
	fmt.Println(string(text))

	r, w, _ := os.Pipe()
	raw, _ = r.SyscallConn()
	go func() {
		time.Sleep(time.Millisecond)
		w.WriteString("piped")
	}()
	buf := make([]byte, 10)
	err = raw.Read(func(fd uintptr) bool {
		n, err := syscall.Read(int(fd), buf)
		if err == syscall.EAGAIN {
			return false
		}
		fmt.Println(string(buf[:n]), err)
		return true
	})
	fmt.Println(err)
	var none *os.File
	_, err = none.SyscallConn()
	fmt.Println(err)
}
