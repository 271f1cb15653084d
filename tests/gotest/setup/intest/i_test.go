package intest

import (
	"nosuch/pkg"
	"testing"
)

func TestF(t *testing.T) { pkg.X() }
