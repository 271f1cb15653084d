package main
import "init"
var main = 1
const init = 2
