package main

import (
	"example.com/missing/nowhere"
	"example.org/other"
	"fmt"
	"nosuchpackage"
)

func main() { fmt.Println(nowhere.X, other.X, nosuchpackage.X, undefined) }
