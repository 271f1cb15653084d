package fmt

type Stringer interface{ String() string }

func Println(a ...any) (n int, err error)               { return }
func Printf(format string, a ...any) (n int, err error) { return }
func Print(a ...any) (n int, err error)                 { return }
func Sprint(a ...any) string                            { return "" }
func Sprintf(format string, a ...any) string            { return "" }
func Sprintln(a ...any) string                          { return "" }
func Errorf(format string, a ...any) error              { return nil }
