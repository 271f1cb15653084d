package bad

func F() int { return "text" }

func g() { undefined() }
