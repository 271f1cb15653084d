package calc

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAdd(t *testing.T) {
	if got := Add(1, 2); got != 3 {
		t.Errorf("Add(1, 2) = %d", got)
	}
}

func TestTable(t *testing.T) {
	for _, tt := range []struct {
		name    string
		a, b, w int
	}{
		{"zero", 0, 0, 0},
		{"two words", 1, 1, 3},
		{"", 1, 1, 2},
		{"", 1, 1, 3},
		{"zero", 5, 5, 10},
		{"a/b\t\x01é", 2, 2, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Log("adding", tt.a, tt.b)
			if got := Add(tt.a, tt.b); got != tt.w {
				t.Errorf("got %d,\nwant %d", got, tt.w)
			}
		})
	}
}

func TestSkip(t *testing.T) {
	t.Skip("not today")
	t.Error("not reached")
}

func TestSkipLater(t *testing.T) {
	t.Run("inner", func(t *testing.T) { t.SkipNow() })
	t.Skipf("%d done", 1)
}

func TestFatal(t *testing.T) {
	defer func() { t.Log("deferred") }()
	t.Cleanup(func() { t.Log("cleanup 1") })
	t.Cleanup(func() { t.Logf("cleanup 2, failed: %v", t.Failed()) })
	t.Fatalf("stop at %s", t.Name())
}

func TestTempDir(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	if a == b || filepath.Dir(a) != filepath.Dir(b) {
		t.Error(a, b)
	}
	if err := os.WriteFile(filepath.Join(a, "x"), []byte("x"), 0o600); err != nil {
		t.Error(err)
	}
	kept = a
}

var kept string

func TestTempDirGone(t *testing.T) {
	if _, err := os.Stat(kept); kept != "" && !os.IsNotExist(err) {
		t.Error("the directory is still there:", err)
	}
}

func TestEnv(t *testing.T) {
	t.Run("set", func(t *testing.T) {
		t.Setenv("CALC_TEST", "x")
		if os.Getenv("CALC_TEST") != "x" {
			t.Error("not set")
		}
	})
	if _, ok := os.LookupEnv("CALC_TEST"); ok {
		t.Error("still set")
	}
}

func TestChdir(t *testing.T) {
	before, _ := os.Getwd()
	t.Run("in", func(t *testing.T) {
		dir := t.TempDir()
		t.Chdir(dir)
		if got, _ := os.Getwd(); got != dir {
			t.Error(got, dir)
		}
	})
	if after, _ := os.Getwd(); after != before {
		t.Error(after, before)
	}
}

func TestContext(t *testing.T) {
	ctx := t.Context()
	t.Cleanup(func() {
		if ctx.Err() == nil {
			t.Error("not canceled")
		}
	})
	if ctx.Err() != nil {
		t.Error(ctx.Err())
	}
}

func TestOutput(t *testing.T) {
	w := t.Output()
	w.Write([]byte("one\ntwo"))
	w.Write([]byte(" three\nfour"))
	t.Log("five")
	t.Attr("key", "some value")
}

func TestDeadline(t *testing.T) {
	if _, ok := t.Deadline(); !ok {
		t.Error("no deadline")
	}
}

func TestRunResult(t *testing.T) {
	if t.Run("bad", func(t *testing.T) { t.Fail() }) {
		t.Error("Run said true")
	}
	if !t.Run("good", func(t *testing.T) {}) {
		t.Error("Run said false")
	}
}

func Testify(t int) {}
