package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"text/template"
)

type item struct {
	Name  string
	Price float64
	Tags  []string
	next  *item
}

func (i item) Upper() string                          { return strings.ToUpper(i.Name) }
func (i *item) Add(a, b int) int                      { return a + b }
func (i item) Fail() (string, error)                  { return "", errors.New("failed on purpose") }
func (i item) Join(sep string, rest ...string) string { return i.Name + sep + strings.Join(rest, sep) }

func run(name, text string, data any) {
	t, err := template.New(name).Funcs(template.FuncMap{
		"title": func(s string) string { return strings.ToUpper(s[:1]) + s[1:] },
		"seq": func(n int) []int {
			return slices.Collect(func(yield func(int) bool) {
				for i := range n {
					if !yield(i) {
						return
					}
				}
			})
		},
		"boom": func() string { panic("boom") },
	}).Parse(text)
	if err != nil {
		fmt.Println("parse:", err)
		return
	}
	if err := t.Execute(os.Stdout, data); err != nil {
		fmt.Print("\nexec: ", err)
	}
	fmt.Println("|")
}

func main() {
	data := map[string]any{
		"Items": []*item{{Name: "pen", Price: 1.5, Tags: []string{"a", "b"}}, {Name: "ink", Price: 10}},
		"Map":   map[string]int{"z": 26, "a": 1, "m": 13},
		"Nil":   nil, "Empty": "", "N": 3, "U": uint8(200), "F": 2.5, "T": true, "S": "héllo <b>&'\"",
		"Fn":   func(a, b string) string { return a + "+" + b },
		"Keys": maps.Keys(map[string]int{"only": 1}),
	}
	for i, text := range []string{
		`{{range $i, $e := .Items}}{{if $i}}, {{end}}{{$i}}:{{.Name}} {{printf "%.2f" .Price}} {{.Upper}} {{.Add 1 2}} {{.Join "-" "x" "y"}}{{range .Tags}} #{{.}}{{else}} none{{end}}{{end}}`,
		`{{range $k, $v := .Map}}{{$k}}={{$v}};{{end}} {{len .Map}} {{index .Map "m"}} {{.Map.a}} {{.Map.none}} {{index .Items 1 | printf "%v" | len}}`,
		`{{with $x := .N}}{{$x}} {{$.F}}{{end}}{{with .Nil}}no{{else with .Empty}}no{{else}}neither{{end}} {{if and .T .N (gt .N 2)}}yes{{else if .Nil}}?{{end}} {{or .Empty .Nil "dflt"}} {{not .T}}`,
		`{{eq .N 3}} {{eq .N 1 2 3}} {{ne .S "x"}} {{lt .N 4}} {{le .F 2.5}} {{gt .U 100}} {{ge "b" "a"}} {{eq .U .N}} {{eq .Nil nil}}`,
		`{{define "row"}}<{{.}}>{{end}}{{template "row" .N}}{{template "row"}}{{block "blk" .F}}[{{.}}]{{end}}`,
		"a  {{- 1 -}}  b {{/* note */ -}}\n c {{- /* x */ -}} d {{`raw`}} {{'x'}} {{0x1F}} {{1e3}} {{1_000}} {{-5}} {{1i}} {{\"q\\n\" | printf \"%q\"}}",
		`{{.S | html}} {{.S | js}} {{.S | urlquery}} {{html "<" 1}} {{print 1 2 "x" "y"}} {{println "e"}}`,
		`{{slice .S 0 2}} {{slice (index .Items 0).Tags 1}} {{(index .Items 0).Name | title}} {{call .Fn "a" "b"}} {{$y := 1}}{{$y = 2}}{{$y}}`,
		`{{range seq 6}}{{if eq . 1}}{{continue}}{{end}}{{if eq . 4}}{{break}}{{end}}{{.}}{{end}} {{range 3}}{{.}}{{end}} {{range .Keys}}{{.}}{{end}} {{range .Nil}}x{{else}}empty{{end}}`,
		`{{.Missing.Deep}}`, `{{(index .Items 0).Nope}}`, `{{(index .Items 0).Fail}}`, `{{index .Items 5}}`, `{{boom}}`, `{{template "none"}}`, `{{.N.X}}`, `{{(index .Items 0).next}}`,
		`{{printf "%d" "x"}}`, `{{len 3}}`, `{{lt 1 "a"}}`, `{{(index .Items 0).Add 1}}`, `{{(index .Items 0).Add 1 "x"}}`, `{{range .F}}{{end}}`, `{{1 | 2}}`, `{{nil}}`, `{{call .N}}`,
		`{{if}}`, `{{end}}`, `{{range .X}}`, `{{.A.}}`, `{{nofunc 1}}`, `{{$x}}`, `{{"unterminated}}`, "line\n{{if .X}}\n{{bad", `{{break}}`, `{{define "x"}}`, `{{template x}}`, `{{.X | }}`, `{{(1}}`, `{{1)}}`, `{{/* open`, `{{3a}}`, `{{else}}`, `{{.X := 1}}`, `{{$a, $b := 1}}`, `{{#}}`,
	} {
		run(fmt.Sprint("t", i), text, data)
	}
	t := template.Must(template.New("root").Delims("<<", ">>").Option("missingkey=error").Parse(`<<.a>> {{.b}} <<define "sub">>sub <<.>><<end>><<template "sub" .a>>`))
	fmt.Println(t.Execute(os.Stdout, map[string]int{"a": 1}), t.Execute(os.Stdout, map[string]int{}))
	c := template.Must(t.Clone())
	template.Must(c.Parse(`<<define "sub">>other<<end>>`))
	fmt.Println(c.ExecuteTemplate(os.Stdout, "sub", nil), t.ExecuteTemplate(os.Stdout, "sub", 2), t.ExecuteTemplate(os.Stdout, "zzz", nil))
	fmt.Println(c.Lookup("sub").Name(), len(t.Templates()), t.Lookup("q") == nil, t.Tree.Root.String())
	fmt.Println(template.HTMLEscapeString("<a href='x'>&\x00"), template.JSEscapeString("</script>\u2028'"), template.URLQueryEscaper("a b", 1))
	fmt.Println(template.IsTrue(0))
	fmt.Println(func() (s any) {
		defer func() { s = recover() }()
		template.New("x").Funcs(template.FuncMap{"1x": 1})
		return
	}())
}
