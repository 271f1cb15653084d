package main

import _ "embed"

//go:embed go.mod
var number int

//go:embed go.mod
var text string

type bytes []byte

//go:embed go.mod
var named bytes

//go:embed go.mod
var list []string

//go:embed go.mod
var table map[string]string

//go:embed go.mod main.go
var one string

func main() {
	println(number, text, named, list, table, one)
}
