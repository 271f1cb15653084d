package main

import "fmt"

func main() { defer func() { fmt.Println(recover()); panic("new") }) )(; panic("old") else  }
