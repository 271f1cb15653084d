package p

var x = 1

const a = x
const b = f()
const c = len([]int{1})
const d int = x
const e = [3]int{}
const g []int = nil
const h = nil
const i = "a"[0]
const j = len("abc")
const k = len([3]int{})
const l = cap(arr)

var arr [4]int

func f() int { return 1 }
