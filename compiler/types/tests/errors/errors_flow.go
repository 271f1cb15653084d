package p

import (
	"errors"
	"fmt"
	"os"
)

type MyErr struct{ code int }

func (e *MyErr) Error() string { return fmt.Sprint(e.code) }

func open(name string) (*MyErr, error) {
	if name == "" {
		return nil, MyErr{1}
	}
	if len(name) > 10 {
		return &MyErr{2}
	}
	return errors.New("x"), nil
}

func run() error {
	f, err := open("a", 1)
	if err != nil {
		return
	}
	f, err := open("b")
	if err == "bad" {
		return err.Error()
	}
	if err != nil && f.code {
		os.Exit("1")
	}
	switch err.(type) {
	case *MyErr:
	case MyErr:
	}
	if e, ok := err.(*MyErr); ok && e.Code > 1 {
		return e.code
	}
	return f
}
