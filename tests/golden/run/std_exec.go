package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

func main() {
	out, err := exec.Command("echo", "hello", "world").Output()
	fmt.Printf("%q %v\n", out, err)
	c := exec.Command("sh", "-c", "cat; echo err >&2; exit 3")
	c.Stdin = strings.NewReader("input\n")
	out, err = c.Output()
	var ee *exec.ExitError
	fmt.Printf("%q %v %v %q %d\n", out, err, errors.As(err, &ee), ee.Stderr, ee.ExitCode())
	out, err = exec.Command("sh", "-c", "echo a; echo b >&2").CombinedOutput()
	fmt.Printf("%q %v\n", out, err)
	c = exec.Command("sh", "-c", "kill -9 $$")
	err = c.Run()
	fmt.Println(err, c.ProcessState, c.ProcessState.Exited(), c.ProcessState.ExitCode(), c.ProcessState.Success())
	_, err = exec.LookPath("no-such-program-here")
	fmt.Println(err, errors.Is(err, exec.ErrNotFound))
	fmt.Println(exec.Command("no-such-program-here").Run())
	fmt.Println(exec.Command("/no/such/file").Run())
	c = exec.Command("sh", "-c", "pwd; echo $MGO_X; echo $#", "x", "y")
	c.Dir = "/"
	c.Env = []string{"MGO_X=1", "MGO_X=2", "PATH=/bin:/usr/bin"}
	out, err = c.Output()
	fmt.Printf("%q %v\n", out, err)
	c = exec.Command("true")
	c.Dir = "/no/such/dir"
	fmt.Println(c.Run())
	c = exec.Command("cat")
	in, _ := c.StdinPipe()
	po, _ := c.StdoutPipe()
	fmt.Println(c.Start(), c.Start())
	io.WriteString(in, "through the pipe")
	in.Close()
	b, err := io.ReadAll(po)
	fmt.Printf("%q %v %v %v\n", b, err, c.Wait(), c.Wait())
	ctx, cancel := context.WithCancel(context.Background())
	c = exec.CommandContext(ctx, "sleep", "30")
	err = c.Start()
	cancel()
	fmt.Println(err, c.Wait(), ctx.Err(), exec.CommandContext(ctx, "true").Run())
	var buf bytes.Buffer
	c = exec.Command("sh", "-c", "head -c 300000 /dev/zero")
	c.Stdout = &buf
	fmt.Println(c.Run(), buf.Len(), c.String() != "")
	p, err := os.StartProcess("/bin/sh", []string{"sh", "-c", "exit 7"}, &os.ProcAttr{Files: []*os.File{nil, os.Stdout, os.Stderr}})
	st, err2 := p.Wait()
	fmt.Println(err, st, err2, st.ExitCode(), p.Signal(os.Interrupt))
	r, w, _ := os.Pipe()
	c = exec.Command("sh", "-c", "echo extra >&3")
	c.ExtraFiles = []*os.File{w}
	fmt.Println(c.Run())
	w.Close()
	b, _ = io.ReadAll(r)
	fmt.Printf("%q\n", b)
}
