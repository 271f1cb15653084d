package main

type Node struct {
	value int
	next  *Node
}

type List struct {
	head *Node
	len  int
}

func (l List) Add(v int) {
	n := Node{value: v, nxt: nil}
	l.head = n
	l.len += "1"
	l.size++
}

func (l *List) Find(v int) (*Node, bool) {
	for n := l.head; n != nil; n = n.next {
		if n.value == v {
			return n
		}
		if n {
			return nil, nil
		}
	}
}

func main() {
	var l List
	l.Add("x")
	n := l.Find(3)
	n, ok := l.Find()
	for n := range l {
	}
}
