package helpers

import "testing"

func check(t *testing.T, ok bool) {
	t.Helper()
	if !ok {
		t.Error("not ok")
	}
}

func nested(t *testing.T) {
	t.Helper()
	check(t, false)
}

func notHelper(t *testing.T) { check(t, false) }

func TestHelpers(t *testing.T) {
	check(t, false)
	nested(t)
	notHelper(t)
	func() {
		t.Helper()
		t.Error("in a literal")
	}()
	t.Run("sub", func(t *testing.T) {
		t.Helper()
		t.Error("the Run's line")
	})
	t.Cleanup(func() {
		t.Helper()
		t.Error("the Cleanup's line")
	})
	t.Cleanup(func() { check(t, false) })
	defer func() {
		recover()
		t.Error("deferred")
	}()
	panic("x")
}
