package module

import "example.com/module/util"

func Twice(s string) string { return util.Join(s, s) }
