package fine

import (
	"testing"

	"example.com/vet/dep"
)

func TestDep(t *testing.T) {
	if dep.Broken() == "" {
		t.Fail()
	}
}
