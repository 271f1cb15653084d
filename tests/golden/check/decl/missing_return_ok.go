package p

func a() int { panic(1) }
func b() int { for {} }
func c(x bool) int { if x { return 1 } else { return 2 } }
func d() int { select {} }
func e(x int) int { switch x { case 1: fallthrough; default: return 1 } }
func g() int { L: for { continue L } }
func h() int { goto L; L: return 1 }
func i() int { { return 1 } }
func j() int { L: for { for { break L } } }
