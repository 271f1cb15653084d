package p

type List[T any] struct { head *Node[T]; size int }
type Node[T any] struct { val T; next *Node }
func (l *List[T]) Push(x T) { l.head = &Node[T]{x, nil} }
func (l *List) Pop() {}
func (l *List[int]) Bad(x int) { var y string = x }
func (l List[T, U]) Two() {}
func f() {
	var a List
	var b List[int, string]
	var c List[Missing]
	d := List[int]{}
	d.Push("a")
	d.Pull()
	e := List{}
	g := &List[string]{size: "a"}
	var h List[int] = List[string]{}
	_ = List[int].Push
	_ = d.head.val + "a"
	_ = Node[int]{1}
	_ = List[1]{}
	var i int[string]
}
