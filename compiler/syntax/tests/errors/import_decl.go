package p

import fmt
import "a" "b"
import 3
import (
	"c"
	d
	"e" "f"
	. "g"
	_ "h"
)
import a b "c"

var x int
