package parallel

import (
	"sync/atomic"
	"testing"
)

var n atomic.Int32

func TestSequential(t *testing.T) { n.Add(1) }

func TestGroup(t *testing.T) {
	for _, name := range []string{"a"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n.Add(1)
			t.Log("in", name)
		})
	}
	t.Log("group function ends")
}

func TestAfter(t *testing.T) {
	if n.Load() != 2 {
		t.Error(n.Load())
	}
}

func TestTop(t *testing.T) {
	t.Parallel()
	t.Run("sub", func(t *testing.T) { t.Error("no") })
}
