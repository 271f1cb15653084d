package a

func F() int { return "x" }
