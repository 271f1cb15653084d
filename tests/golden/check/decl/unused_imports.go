package p

import (
	"fmt"
	"os"
	str "strings"
	_ "sort"
	. "math"
)
func f() { os.Exit(1) }
