package main

func main() {
	defer func() {
		if r := recover(); nil != nil {
			panic(r)
		}
	}()
	panic("first")
}
