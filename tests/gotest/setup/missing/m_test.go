package missing

import "testing"

func TestF(t *testing.T) { F() }
