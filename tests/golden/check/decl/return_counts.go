package p

func a() { return 1 }
func b() int { return }
func c() (int, string) { return 1 }
func d() (int, string) { return 1, 2 }
func e() int { return 1, 2 }
func g() (x, y int) { return 1 }
func h() (x int) { { x := 1; return } }
func i() (int, error) { return b() }
func j() (int, int) { return two() }
func two() (int, string) { return 1, "" }
