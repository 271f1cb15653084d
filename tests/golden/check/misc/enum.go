package main

type Color int

const (
	Red Color = iota
	Green
	Blue
)

func (c Color) String() string {
	switch c {
	case Red:
		return "red"
	case Green:
		return 1
	case Purple:
	}
}

func paint(c Color) {}

func main() {
	paint(1)
	paint("red")
	var n int = 2
	paint(n)
	var c Color = n
	Red = 5
	c = Blue + 1.5
	_ = c == n
	_ = Color("x")
	_ = [Blue]int{1, 2, 3}
	_ = map[Color]string{Red: "r", 0: "x"}
}
