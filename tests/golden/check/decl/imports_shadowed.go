package p

import (
	"fmt"
	"os"
	"strings"
)
func a(fmt string) { fmt.Println("x") }
func b() { os := 1; os.Exit(1) }
func c(strings []string) { for _, s := range strings { strings.ToUpper(s) } }
func d() { fmt.println("a"); fmt.Printn("a"); Fmt.Println("b"); strings.toUpper("a"); os.Args(); os.Foo = 1; os.Args = 1; os.Exit = nil }
