package p

class Foo {
	x int
}
func main() {}
