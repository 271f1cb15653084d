package p

func