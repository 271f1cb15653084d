import "fmt"

func main() {}
