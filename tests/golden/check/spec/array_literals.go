package p

var a = [3]int{1, 2, 3, 4}
var b = [...]string{2: "a", "b", 1: "c", "d"}
var c [4]string = b
var d = [...]int{5: 1, 2, 5: 3}
var e = [2]int{2: 1}
var f = []int{1 << 62: 1}
var g = [2][]int{{1}, {2}, {3}}
var h = [][2]int{{1, 2, 3}}
var i = []*int{&1}
var j = []struct{ x int }{{1}, {x: "a"}, {y: 1}}
var k = map[string]struct{ x int }{"a": {1, 2}}
var l = map[[2]int]string{{1, 2}: "a", {1, 2}: "b"}
var m = []int{a: 1}
var n = [len(a)]int{}
var o = [n[0]]int{}
