package main

import "time"

func main() {
	go func() struct var * pstruct{ x [1 << 20]int }; _ = p.x[1<<19] }()
	time.Sleep(time.Second)
	println("no"
}
