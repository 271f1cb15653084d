package p

type A interface {
	m() int n()
	7
	~int | 
	~
	int | string, bool
	f[P any](x P)
	g[]()
	h[]
	k(
}
