package p

@import "fmt"
func main() {}
