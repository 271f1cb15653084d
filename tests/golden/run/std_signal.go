package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR1, os.Interrupt)
	syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	fmt.Println(<-c)
	syscall.Kill(os.Getpid(), syscall.SIGINT)
	fmt.Println(<-c)
	signal.Stop(c)
	signal.Ignore(syscall.SIGUSR1)
	fmt.Println(signal.Ignored(syscall.SIGUSR1), signal.Ignored(syscall.SIGUSR2))
	syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGUSR2, syscall.SIGQUIT)
	fmt.Println(ctx)
	syscall.Kill(os.Getpid(), syscall.SIGQUIT)
	<-ctx.Done()
	fmt.Println(ctx.Err(), context.Cause(ctx))
	stop()
	d := make(chan os.Signal, 10)
	signal.Notify(d)
	syscall.Kill(os.Getpid(), syscall.SIGHUP)
	fmt.Println(<-d)
	signal.Reset()
}
