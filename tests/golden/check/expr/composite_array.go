package p

var a = [2]int{1, 2, 3}
var b = [2]int{5: 1}
var c = [...]int{1, 2, "a"}
var d = []int{0: 1, 0: 2}
var e = []int{-1: 1}
var f = []int{"a": 1}
var g = [2]int{1, 1: 2, 3}
var h = map[string]int{"a": 1, "a": 2}
var i = map[string]int{1: 1}
var j = map[string]int{"a"}
var k = map[string]int{"a": "b"}
var l = []string{1, 2}
var m = [...]int
var n = [2][2]int{{1, 2, 3}, {1}}
var o = map[[]int]string{}
var p = map[int]string{1: "a", 1: "b"}
var q = []int{1.5}
var r = []byte{256, -1, 'a'}
var s = [n2]int{}
var n2 = 3
var t = [-1]int{}
var u = ["a"]int{}
var v = [1.5]int{}
var w [...]int
var x = [][]int{{1}, 2}
var y = map[bool]int{true: 1, false: 2, true: 3}
var z = []any{1, "a", undefined}
