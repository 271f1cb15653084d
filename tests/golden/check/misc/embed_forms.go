package main

import _ "embed"

//go:embed embed_forms.go
var a, b string

//go:embed embed_forms.go
var c = "c"

//go:embed embed_forms.go
var d string = "d"

//go:embed embed_forms.go
func main() {
	//go:embed embed_forms.go
	var e string
	_ = e
}

//go:embed embed_forms.go
var fine string
