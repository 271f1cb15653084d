package mainfunc

import (
	"fmt"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	fmt.Println("set up")
	code := m.Run()
	fmt.Println("tear down", code)
	if code == 0 && os.Getenv("NEVER") == "" {
		return
	}
	os.Exit(code)
}

func TestOne(t *testing.T) {}

func TestTwo(t *testing.T) { t.Fail() }
