package p

const a int = "x"
const b = f()
const c = x
const d uint8 = 256
const e
const g, h = 1
const i = 1, 2
const j []int = nil
const k = len([]int{1})
const l = 1 / 0
const m string = 'x'
var x = 1
func f() int { return 1 }
