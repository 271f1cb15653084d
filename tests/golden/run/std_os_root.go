package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	base, err := os.MkdirTemp("", "root")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(base)
	inside := filepath.Join(base, "in")
	os.Mkdir(inside, 0o755)
	os.WriteFile(filepath.Join(base, "secret"), []byte("outside"), 0o644)
	show := func(what string, err error) {
		if err != nil {
			what += ": " + strings.ReplaceAll(err.Error(), base, "BASE")
		}
		fmt.Println(what)
	}
	r, err := os.OpenRoot(inside)
	show("open", err)
	fmt.Println(r.Name() == inside)

	show("mkdir", r.Mkdir("a", 0o755))
	show("mkdir again", r.Mkdir("a", 0o755))
	show("mkdirall", r.MkdirAll("a/b/c/d", 0o755))
	show("mkdirall out", r.MkdirAll("../x/y", 0o755))
	show("write", r.WriteFile("a/f.txt", []byte("hello"), 0o640))
	show("write out", r.WriteFile("../f.txt", nil, 0o640))
	f, err := r.Create("a/b/g")
	show("create", err)
	f.WriteString("gee")
	fmt.Println(strings.TrimPrefix(f.Name(), inside))
	f.Close()
	f, err = r.OpenFile("a/b/g", os.O_APPEND|os.O_WRONLY, 0)
	f.WriteString("!")
	f.Close()
	data, err := r.ReadFile("a/../a/./b/g")
	fmt.Printf("%q %v\n", data, err)
	for _, name := range []string{"", "/etc/passwd", "..", "../secret", "a/../../secret", "nope", "a/f.txt/x", "a/f.txt/", "a/"} {
		f, err := r.Open(name)
		show("open "+name, err)
		if err == nil {
			f.Close()
		}
	}

	show("link in", r.Symlink("b/g", "a/in"))
	show("link up", r.Symlink("../a/f.txt", "a/b/up"))
	show("link out", r.Symlink("../secret", "out"))
	show("link far out", r.Symlink("../../secret", "a/out"))
	show("link absolute", r.Symlink("/etc/passwd", "abs"))
	show("link to dir", r.Symlink("a/b", "dir"))
	show("link to itself", r.Symlink("loop", "loop"))
	for _, name := range []string{"a/in", "a/b/up", "out", "a/out", "abs", "dir/g", "dir/../f.txt", "dir/up", "dir/", "a/in/"} {
		data, err := r.ReadFile(name)
		show(fmt.Sprintf("%s %q", name, data), err)
	}
	_, err = r.Open("loop")
	fmt.Println(err != nil)
	fmt.Println(r.Readlink("out"))
	info, err := r.Lstat("out")
	fmt.Println(info.Mode(), info.Name(), err)
	info, err = r.Stat("dir")
	fmt.Println(info.IsDir(), info.Name(), err)
	_, err = r.Stat("out")
	show("stat", err)

	show("chmod", r.Chmod("a/in", 0o600))
	info, _ = r.Stat("a/b/g")
	fmt.Println(info.Mode(), info.Size())
	when := time.Unix(1e9, 0)
	show("chtimes", r.Chtimes("a/in", when, when))
	info, _ = r.Stat("a/b/g")
	fmt.Println(info.ModTime().Equal(when))
	show("chown", r.Chown("a/f.txt", os.Getuid(), os.Getgid()))

	show("rename", r.Rename("a/f.txt", "a/moved"))
	show("rename out", r.Rename("a/moved", "../moved"))
	show("hard link", r.Link("a/moved", "hard"))
	show("remove", r.Remove("hard"))
	show("remove again", r.Remove("hard"))
	show("remove full", r.Remove("a"))
	sub, err := r.OpenRoot("a")
	show("sub", err)
	_, err = sub.Open("../out")
	show("sub open", err)
	sub.Close()

	fmt.Println(fs.WalkDir(r.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		fmt.Println(path, d.Type(), err)
		return nil
	}))
	_, err = r.FS().Open("../secret")
	show("fs", err)
	show("remove all", r.RemoveAll("a"))
	show("remove all none", r.RemoveAll("none"))
	show("remove all dot", r.RemoveAll("."))
	show("close", r.Close())
	_, err = r.Open("x")
	show("closed", err)
	fmt.Println(errors.Is(err, os.ErrClosed))
	f, err = os.OpenInRoot(base, "secret")
	show("in root", err)
	f.Close()
	_, err = os.OpenInRoot(inside, "../secret")
	show("in root out", err)
	_, err = os.OpenRoot(filepath.Join(base, "secret"))
	show("no directory", err)
}
