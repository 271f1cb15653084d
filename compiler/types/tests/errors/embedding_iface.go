package p

type Reader interface{ Read(p []byte) (n int, err error) }
type Writer interface{ Write(p []byte) (n int, err error) }
type RW interface {
	Reader
	Writer
	Close() error
}

type file struct{ name string }

func (f *file) Read(p []byte) (int, error)  { return 0, nil }
func (f *file) Write(p []byte) int          { return 0 }
func (f *file) Close()                      {}

type buffered struct {
	Reader
	*file
	buf []byte
}

var _ RW = (*file)(nil)
var _ Reader = file{}
var _ Reader = &file{}
var _ Reader = buffered{}
var _ Writer = buffered{}
var b = buffered{Reader: &file{}, file: nil, name: "x"}
var n = b.name + b.buf
var _, err = b.Read(nil)
var m = b.file.Read
var r, e = m()
