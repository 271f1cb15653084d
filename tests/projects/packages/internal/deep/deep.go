package deep

import "example.com/packages/util"

var Name = "deep inside"

func init() { util.Note("deep") }
