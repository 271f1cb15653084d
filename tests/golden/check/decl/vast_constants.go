package main

const (
	huge  = 1e500000000
	tiny  = 1e-500000000
	wide  = huge * huge
	whole = huge * tiny
	more  = wide * wide
)

const a int64 = 1e10000000
const b int64 = 1e-1000000
const c int64 = -1.23456789e-1000000
const d float64 = 1.5e646456992
const e float64 = huge
const f float64 = tiny
const g complex128 = tiny
const h int = huge / huge
const i = 1e646456994
const j = 0x1p2147483646
const k = 0x1p2147483648
const l bool = huge > tiny && tiny > 0 && -huge < tiny
const m int = huge / 1e499999999
const n = 1 << huge
const p = -tiny

var q [huge]int
var r = huge
var s float32 = tiny

func main() {
	_ = wide + "a"
	_ = 3 % huge
}
