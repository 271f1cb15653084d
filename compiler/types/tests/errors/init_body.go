package p

func init()
func native(x int) int
func g[T any](x T)

type T struct{}

func (T) m()
func _()
