package p

type T1 struct{ a, b T2 }
type T2 struct{ c [3]T3 }
type T3 struct{ d T1 }
type U1 [2]U2
type U2 struct{ U1 }
type V interface{ m(V) V }
type W func(W) W
type X map[X]X
type Y struct{ f func(Y) Y; p *Y; s []Y; c chan Y; m map[string]Y }
type Z [len(Z{})]int
type A1 = []A1
type B1 = struct{ b B1 }
