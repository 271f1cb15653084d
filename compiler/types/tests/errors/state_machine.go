package p

type State int

const (
	Idle State = iota
	Running
	Done = "done"
	Failed State = -1.5
)

func (s State) String() string {
	switch s {
	case Idle:
		return "idle"
	case Running, Idle:
		return 1
	case Done:
		return Done
	case 5, 2 + 3:
	}
}

func (s *State) Next() {
	switch *s {
	case Idle:
		*s = Running
	case Running:
		s = Done
		fallthrough
	default:
		*s++
		s++
	}
}

var names = map[State]string{Idle: "a", Running: "b", Idle: "c", Done: "d"}
var arr = [...]string{Idle: "a", Running: "b", Idle: "c"}
var _ = names["a"] + arr[Running] + arr[Failed]
