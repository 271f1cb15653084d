package p

type A struct { a A }
type B struct { c C }
type C struct { b [2]B }
type D [2]D
type E interface { E }
type F interface { G }
type G interface { F }
type H struct { *H; h []H; m map[string]H; f func(H) H }
type I = I
type J = []J
type K K
type L M
type M L
