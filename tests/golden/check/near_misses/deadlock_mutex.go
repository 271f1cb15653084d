package main

import "sync"

func main()  var mu sync.; go.Lock(); mu.Lock() }
