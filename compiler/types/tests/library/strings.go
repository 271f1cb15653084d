package strings

type Builder struct {
	addr *Builder
	buf  []byte
}

func (b *Builder) WriteString(s string) (int, error) { return 0, nil }
func (b *Builder) WriteByte(c byte) error            { return nil }
func (b *Builder) String() string                    { return "" }
func (b *Builder) Len() int                          { return 0 }

func ToUpper(s string) string            { return s }
func Repeat(s string, count int) string  { return s }
func Split(s, sep string) []string       { return nil }
func Join(elems []string, sep string) string { return "" }
func Fields(s string) []string           { return nil }
func explode(s string, n int) []string   { return nil }
