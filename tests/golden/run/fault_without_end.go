// A function whose only way out is a fault that is recovered.
package main

import "fmt"

var nowhere *int

func stuck() (text string) {
	defer func() { text = fmt.Sprint("recovered: ", recover()) }()
	*nowhere = 0
	for {
	}
}

func main() {
	fmt.Println(stuck())
}
