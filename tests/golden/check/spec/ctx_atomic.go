package p

import (
	"context"
	"sync/atomic"
	"time"
)
func f(ctx context.Context) {
	c, cancel := context.WithTimeout(ctx, 5)
	d := context.WithCancel(ctx)
	context.WithValue(ctx, "k")
	ctx.done()
	<-ctx.Done
	var n atomic.Int64
	n.Add("1")
	n = 5
	n++
	var x int
	atomic.AddInt64(&x, 1)
	time.After(1.5)
	t := time.NewTimer("1s")
	select {
	case <-time.After:
	case v := <-ctx.Done():
	}
}
