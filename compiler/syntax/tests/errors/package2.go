package 3

func main() {}
func
