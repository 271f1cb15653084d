package panics

import (
	"os"
	"runtime"
	"testing"
)

func TestBefore(t *testing.T) {}

func TestPanic(t *testing.T) {
	t.Log("about to")
	var m map[string]int
	m["x"] = 1
}

func TestSubPanic(t *testing.T) {
	t.Run("inner", func(t *testing.T) { panic("boom") })
}

func TestGoexit(t *testing.T) { runtime.Goexit() }

func TestExit(t *testing.T) { os.Exit(3) }

func TestExit0(t *testing.T) { os.Exit(0) }

func TestNotReached(t *testing.T) {}

func TestCleanupPanic(t *testing.T) {
	t.Cleanup(func() { panic("in cleanup") })
}

func TestParallelTwice(t *testing.T) {
	t.Parallel()
	t.Parallel()
}

func TestSubFatalParent(t *testing.T) {
	t.Run("sub", func(s *testing.T) { t.FailNow() })
	t.Log("not reached")
}
