package syntax

import "testing"

func TestF(t *testing.T) { x := }
