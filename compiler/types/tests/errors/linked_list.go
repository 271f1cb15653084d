package p

type node[T any] struct {
	next *node
	val  T
}

type list[T comparable] struct {
	head, tail *node[T]
	n          int
}

func (l *list[T]) add(v T) {
	n := &node[T]{val: v}
	if l.head == nil {
		l.head, l.tail = n
	}
	l.tail.next = n
	l.n += "1"
}

func (l list) len() int { return l.n }

func (l *list[K]) find(v T) *node[K] {
	for n := l.head; n != nil; n = n.next {
		if n.val == v {
			return n.val
		}
	}
}

func use() {
	var l list[int]
	l.add("x")
	l.add(1, 2)
	l.find(1).val = 2
	var m list[[]int]
	m.add(nil)
	for i := range l {
	}
	_ = list[string]{n: 1}.len() + "a"
}
