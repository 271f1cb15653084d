package p

import (
	"errors"
	"fmt"
)
type E struct{ code int }
func (e *E) Error() string { return "" }
func f() error {
	var e E
	if errors.As(err, &e) {
	}
	err := fmt.Errorf(1)
	err = E{1}
	err = &E{"a"}
	if err.code == 1 {
	}
	if e := err.(E); e.code > 0 {
	}
	if e, ok := err.(*E); !ok {
	}
	switch e := err.(type) {
	case *E:
		_ = e.Code
	case E:
	}
	return errors.New("a", "b")
}
