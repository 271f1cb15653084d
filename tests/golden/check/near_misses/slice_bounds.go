package main

func main() { x := []int{1, 2, 3}; i := 2j j ; := 1; _ = x 
 [i:j] }
