package p

const a = "a" + 1
const b = "a" * 2
const c = "a" - "b"
const d = -"a"
const e = !1
const f = ^1.5
const g = "a" < 1
const h = "a" && true
const i = 1 && 2
const j = true + false
const k = true < false
const l = nil == nil
const m = 'a' + 1.5
const n int = 'a' + 1.5
const o = 5 % 2.5
const q = 5 & 1.5
const r = 5.0 & 3
