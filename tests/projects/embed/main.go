package main

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed text.txt
var text string

//go:embed "with space.bin"
var bytes []byte

var (
	//go:embed text.txt tree
	//go:embed all:tree/.hidden
	files embed.FS
)

type name string

//go:embed text.txt
var named name

func main() {
	fmt.Printf("%q %v %q\n", text, bytes, named)
	fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		fmt.Println(path, d.IsDir(), err)
		return err
	})
	data, err := files.ReadFile("tree/a.txt")
	fmt.Printf("%q %v\n", data, err)
	_, err = files.ReadFile("nothing")
	fmt.Println(err)
	_, err = files.ReadFile("tree")
	fmt.Println(err)
	info, err := fs.Stat(files, "tree/sub/b.txt")
	fmt.Println(info.Name(), info.Size(), info.Mode(), info.IsDir(), err)
	list, err := files.ReadDir("tree")
	for _, entry := range list {
		fmt.Println(entry.Name(), entry.IsDir(), entry.Type())
	}
	fmt.Println(err)
}
