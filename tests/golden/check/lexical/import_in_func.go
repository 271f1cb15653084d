package p

func f() {
	import "fmt"
	fmt.Println()
}
