package sign

import "testing"

func TestF(t *testing.B) {}
