package util

import "fmt"

type Error struct{ Code int }

func (e Error) Error() string { return fmt.Sprintf("error %d", e.Code) }

func Note(what string) int {
	fmt.Println("init:", what)
	return len(what)
}
