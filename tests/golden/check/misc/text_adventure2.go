package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

type Room struct {
	name  string
	exits map[string]*Room
}

func main() {
	a := Room{"hall", nil}
	b := &Room{name: "cellar"}
	a.exits["down"] = b
	b.exits = map[string]Room{"up": a}
	cur := a
	sc := bufio.NewScanner(os.Stdin)
	for sc.Scan() {
		words := strings.Fields(sc.Text)
		switch words[0] {
		case "go":
			next, ok := cur.exits[words[1]]
			if ok {
				cur = next
			}
		case 'q':
			return 0
		case "go":
		default:
			fmt.Println("?", curr.name)
		}
	}
}
