package worse

func F() { x := }
