package tests

type Thing struct{ Field int }

func (Thing) Method() {}

func Known() {}
