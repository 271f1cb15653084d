package main

type S struct{}

type C0 = S
type C1[P any] = C0
type C2 = *C1[int]
type C3 = C2
type L[P any] struct{}
type LA = L[int]
type PLA = *LA
type Direct = C1[string]
type Plain = C0

func (C2) m()     {}
func (*C2) m()    {}
func (C3) n()     {}
func (LA) m()     {}
func (PLA) m()    {}
func (*LA) o()    {}
func (Direct) p() {}
func (Plain) q()  {}
func (*Plain) r() {}

func main() {}
