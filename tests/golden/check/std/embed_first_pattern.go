// Of several patterns that match nothing Go reports the first one in alphabetical order.
package main

import "embed"

//go:embed texts/b.txt
var b string

//go:embed texts/c.txt texts/*.md
var files embed.FS

//go:embed texts/*.md
var again embed.FS

func main() { println(b, files, again) }
