package main

import (
	"m/bad"
	"m/good"
	"m/worse"
)

func main() { bad.F(); good.F(); worse.F(); notReported() }
