// Builtins whose arguments are all results of one call.
package main

import "fmt"

func sl() ([]int, int)             { return []int{1, 2}, 3 }
func sl3() ([]int, int, int)       { return []int{1}, 4, 5 }
func two() ([]byte, string)        { return make([]byte, 3), "hello" }
func cx() (float64, float64)       { return 1, -2 }
func cx32() (float32, float32)     { return 1.5, 2 }
func mk() (map[string]int, string) { return m, "a" }
func ints() (int, int, int)        { return 3, 1, 2 }
func strs() (string, string)       { return "b", "a" }
func ifs() ([]any, int, string)    { return nil, 1, "x" }
func errs() ([]error, *E, error)   { return nil, &E{}, nil }
func big() ([][9]int, [9]int)      { return nil, [9]int{8: 7} }

type E struct{}

func (*E) Error() string { return "E!" }

var m = map[string]int{"a": 1, "b": 2}

func main() {
	fmt.Println(append(sl()), append(sl3()))
	b, s := two()
	n := copy(two())
	fmt.Println(n, copy(b, s), string(b))
	fmt.Println(complex(cx()), complex(cx32()))
	delete(mk())
	fmt.Println(m)
	fmt.Println(max(ints()), min(ints()), max(strs()), min(strs()))
	fmt.Println(append(ifs()), len(append(errs())), append(big()))
	println(ints())
	defer println(sl3())
	defer copy(two())
	defer delete(mk())
	m["a"] = 5
	defer func() { fmt.Println(m) }()
	for i := range 3 {
		defer print(i, "\n")
		fmt.Println(append(sl()))
	}
	done := make(chan bool)
	go func() { defer close(done); defer delete(mk()) }()
	<-done
}
