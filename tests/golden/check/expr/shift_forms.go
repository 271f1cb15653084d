package p

func f(s uint, i int, fl float64) {
	var a = 1 << s
	var b float64 = 1 << s
	var c = 1.0 << s
	var d int = 1.0 << s
	var e = fl << 1
	var g = "a" << 1
	var h = 1 << fl
	var j = 1 << i
	var k = 1 << -1
	var l = i << 1.0
	var m = i << 1.5
	var n = uint8(1) << 8
	var o uint8 = 1 << 8
	var p = make([]int, 1.0<<s)
	var q = make([]int, 1.5)
	var r = 1 << "a"
	var t = 1<<s == 2.0
	var u = []int{}[1.0<<s]
	var v = complex(1<<s, 0)
	var w = float32(1 << s)
	var x = true << 1
	var y = 1 << nil
	i <<= 1.5
	i <<= -1
	fl >>= 1
	_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _ = a, b, c, d, e, g, h, j, k, l, m, n, o, p, q, r, t, u, v, w, x
}
