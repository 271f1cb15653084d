package p

type A struct {
	a int b int
	c, d
	(E)
	*(F)
	(*G)
	7
	h int "tag" "tag2"
	i.j.k
	l int,
	m int
}
