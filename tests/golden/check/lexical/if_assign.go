package p

func f(x int) {
	if x = 1 {
	}
	if x := 1 {
	}
	for x = 2 {
	}
	switch x = 3 {
	}
}
