// A panic below recursive calls whose first test returns: each call is one frame.
package main

type node struct {
	left, right *node
	v           int
}

func (n *node) sum() int {
	if n == nil {
		return 0
	}
	if n.v == 3 {
		panic("three")
	}
	return n.left.sum() + n.v + n.right.sum()
}

func down(n int, root *node) int {
	if n == 0 {
		return 1
	}
	if n == 5 {
		println(root.sum())
		root.right.left = &node{v: 3}
		return root.sum()
	}
	return down(n-1, root) * 2
}

func main() {
	root := &node{&node{v: 1}, &node{right: &node{v: 4}}, 2}
	println(down(4, root), root.sum(), (*node)(nil).sum())
	println(down(8, root))
}
