package c

func F( { }
