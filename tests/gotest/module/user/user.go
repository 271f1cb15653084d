package user

import "example.com/module"

func Four(s string) string { return module.Twice(module.Twice(s)) }
