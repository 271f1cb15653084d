package missing

import "nosuch/pkg"

// F needs what is not there.
func F() int { return pkg.X }
