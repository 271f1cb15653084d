package p

import "errors"
func a() error { return "x" }
func b() error { return errors.New(1) }
func c() (int, error) { return errors.New("x") }
func d() {
	x := c()
	y, err := a()
	if err := b(); err != nil { return err }
	n, err := c()
	n, err := c()
	var e MyErr = errors.New("")
	err.Foo()
	return nil
}
type MyErr struct{}
func (e *MyErr) Error() string { return "" }
func e() error { return MyErr{} }
func g() error { return &MyErr{} }
func h() *MyErr { return g() }
