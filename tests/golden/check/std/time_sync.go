package p

import (
	"sync"
	"time"
)
func f(n int) {
	time.Sleep(n * time.Second)
	time.Sleep(1.5 * time.Second)
	time.Sleep("1s")
	var d time.Duration = n
	d = 5
	_ = time.Now() - time.Now()
	_ = time.Now().Sub(1)
	var wg sync.WaitGroup
	wg.Add()
	wg.Add("a")
	wg.Finish()
	var mu sync.Mutex
	mu.Lock(1)
	defer mu.Unlock
	var once sync.Once
	once.Do(f)
	x := mu.Lock()
}
