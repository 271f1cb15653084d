package p

const a, b, c = 1, 2
const d = len("abc")
const e = len([...]int{1, 2})
const f = len([]int{1})
const g = cap([3]int{})
const h = real(1i)
const i = complex(1, 2)
const j = string("x")
const k = []byte("x")
const l = struct{}{}
const m = nil
const n = &a
const o = append(nil)
const p = func() int { return 1 }()
const q, r int = 1, "a"
const s = "a" + 1
const t = "a" < "b"
const u bool = 1 < 2
const v = !1
const w = -"a"
