package main

import "errors"

func main() {
	defer func() {
		r := recover()
		println("recovered", r.(error).Error())
		var e error
		println(e.Error())
	}()
	error(errors.New("boom"))
}
