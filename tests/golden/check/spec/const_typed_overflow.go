package p

const a uint8 = 200
const b = a + 100
const c = a * 2
const d int8 = -128
const e = -d
const f = d - 1
const g = uint16(a) * 400
const h = ^a
const i = a << 1
const j int64 = 1 << 62
const k = j * 2
const l = float32(1e38) * 10
const m = 1 / (a - 200)
var n = int8(127) + 1
var o = uint(1) - 2
var p int8 = int8(d) / -1
