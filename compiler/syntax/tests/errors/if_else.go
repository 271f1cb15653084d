package p

func f() {
	if x {
	}
	else {
	}
}

func g() {
	if x {
	} else x = 1
	y()
}

func h() {
	if x
		y()
	z()
}

func i() {
	if x {
	} else
	{
	}
}
