package p

func g(i int, f float64, s string, b bool, e any) {
	_ = min(i, 1)
	_ = min(i, 1.5)
	_ = min(i, f)
	_ = min(s, "a")
	_ = min(s, 1)
	_ = min(b, true)
	_ = min(e, e)
	_ = min()
	_ = min(1, 2.5)
	_ = max(1, "a")
	_ = max(nil)
	max(1, 2)
	const c = min(1, 2, 3)
	const d = min(i, 2)
	var _ int8 = max(100, 200)
	var _ string = min(1, 2)
	_ = min(i...)
	_ = min(1+2i, 3)
	_ = max([]int{}, []int{})
}
