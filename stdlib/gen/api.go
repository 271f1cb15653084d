// Command api lists the exported names of packages, one a line: `path kind Name` or `path kind Type.Member`.
//
//	go run stdlib/gen/api.go PACKAGE... > stdlib/tests/data/api.txt     what real Go has
//	go run stdlib/gen/api.go -src stdlib/src [-sig] PACKAGE...          what the sources here have, as Go's checker reads them
//
// With -sig each line ends in the type of what it names.
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

var (
	src  = flag.String("src", "", "folder with .mgo packages")
	sig  = flag.Bool("sig", false, "add types")
	fset = token.NewFileSet()
)

func main() {
	flag.Parse()
	var imp types.Importer = importer.ForCompiler(fset, "source", nil)
	if *src != "" {
		imp = &folder{done: map[string]*types.Package{"unsafe": types.Unsafe}}
	}
	for _, path := range flag.Args() {
		pkg, err := imp.Import(path)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			continue
		}
		list(pkg)
	}
}

// folder imports packages from .mgo sources.
type folder struct{ done map[string]*types.Package }

func (f *folder) Import(path string) (*types.Package, error) {
	if pkg := f.done[path]; pkg != nil {
		return pkg, nil
	}
	names, _ := filepath.Glob(filepath.Join(*src, path, "*.mgo"))
	if len(names) == 0 {
		return nil, fmt.Errorf("no package %s", path)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.mgo") {
			continue
		}
		file, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	conf := types.Config{Importer: f, GoVersion: "go1.27", Error: func(err error) { fmt.Fprintln(os.Stderr, err) }}
	pkg, _ := conf.Check(path, fset, files, nil)
	f.done[path] = pkg
	return pkg, nil
}

func list(pkg *types.Package) {
	var lines []string
	add := func(kind, name string, typ types.Type) {
		line := pkg.Path() + " " + kind + " " + name
		if *sig {
			line += " " + unnamed(typ)
		}
		lines = append(lines, line)
	}
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		switch obj := obj.(type) {
		case *types.Const:
			add("const", name, obj.Type())
		case *types.Var:
			add("var", name, obj.Type())
		case *types.Func:
			add("func", name, obj.Type())
		case *types.TypeName:
			add("type", name, obj.Type())
			members(name, types.Unalias(obj.Type()), add)
		}
	}
	sort.Strings(lines)
	for _, line := range lines {
		fmt.Println(line)
	}
}

// members adds the methods of *t (of t for an interface) and the fields of t.
func members(name string, t types.Type, add func(kind, name string, typ types.Type)) {
	set := types.NewMethodSet(types.NewPointer(t))
	if types.IsInterface(t) {
		set = types.NewMethodSet(t)
	}
	for i := range set.Len() {
		if m := set.At(i).Obj(); m.Exported() {
			add("method", name+"."+m.Name(), m.Type())
		}
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			if f := s.Field(i); f.Exported() {
				add("field", name+"."+f.Name(), f.Type())
			}
		}
	}
}

// unnamed writes a type without the names of parameters and results.
func unnamed(t types.Type) string {
	s, ok := t.(*types.Signature)
	if !ok {
		return types.TypeString(t, nil)
	}
	tuple := func(t *types.Tuple) string {
		var parts []string
		for i := range t.Len() {
			parts = append(parts, types.TypeString(t.At(i).Type(), nil))
		}
		return "(" + strings.Join(parts, ", ") + ")"
	}
	out := "func" + tuple(s.Params()) + tuple(s.Results())
	if s.Variadic() {
		out += "..."
	}
	return out
}
