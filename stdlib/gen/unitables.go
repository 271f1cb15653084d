// Command unitables writes the tables of packages internal/unidata and unicode below a directory, from the unicode package of the Go that runs it.
package main

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"unicode"
)

func in(t *unicode.RangeTable) func(rune) bool { return func(r rune) bool { return unicode.Is(t, r) } }

func encode(f func(rune) bool) []byte {
	var data []byte
	next := rune(0)
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !f(r) {
			continue
		}
		lo := r
		for r+1 <= unicode.MaxRune && f(r+1) {
			r++
		}
		data = number(number(data, uint32(lo-next)), uint32(r-lo))
		next = r + 1
	}
	return data
}

func number(b []byte, n uint32) []byte {
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}

func zigzag(n int32) uint32 { return uint32(n<<1) ^ uint32(n>>31) }

// quote writes data as lines of a string expression.
func quote(w *strings.Builder, data []byte) {
	line := "\""
	for i, c := range data {
		switch {
		case c == '"' || c == '\\':
			line += "\\" + string(rune(c))
		case ' ' <= c && c < 0x7f:
			line += string(rune(c))
		default:
			line += fmt.Sprintf("\\x%02x", c)
		}
		if len(line) > 140 && i+1 < len(data) {
			fmt.Fprintf(w, "\t%s\" +\n", line)
			line = "\""
		}
	}
	fmt.Fprintf(w, "\t%s\"", line)
}

func main() {
	dir := os.Args[1]
	var w strings.Builder
	w.WriteString("// Made by gen/unitables.go from Unicode " + unicode.Version + ".\n\npackage unidata\n\n// Version is the edition of Unicode.\nconst Version = \"" + unicode.Version + "\"\n")
	core := []struct {
		name string
		t    *unicode.RangeTable
	}{{"Upper", unicode.Lu}, {"Lower", unicode.Ll}, {"Title", unicode.Lt}, {"Letter", unicode.L}, {"Mark", unicode.M}, {"Number", unicode.N}, {"Digit", unicode.Nd}, {"Punct", unicode.P}, {"Symbol", unicode.S}}
	for _, c := range core {
		fmt.Fprintf(&w, "\nconst data%s = \"\" +\n", c.name)
		quote(&w, encode(in(c.t)))
		w.WriteString("\n")
	}
	var data []byte
	next := uint32(0)
	for _, c := range unicode.CaseRanges {
		data = number(number(data, c.Lo-next), c.Hi-c.Lo)
		for _, d := range c.Delta {
			if d > unicode.MaxRune {
				d = unicode.UpperLower
			}
			data = number(data, zigzag(d))
		}
		next = c.Hi + 1
	}
	w.WriteString("\n// dataCase is the case ranges: gap since the last, runes that follow the first, zigzag deltas to upper, lower, title case.\nconst dataCase = \"\" +\n")
	quote(&w, data)
	// orbits: runes whose SimpleFold is not just the other case
	w.WriteString("\n\n// dataOrbit is pairs of runes whose simple folding is not told by their cases.\nconst dataOrbit = \"")
	for r := rune(0); r <= unicode.MaxRune; r++ {
		f := unicode.SimpleFold(r)
		plain := r
		if l := unicode.ToLower(r); l != r {
			plain = l
		} else {
			plain = unicode.ToUpper(r)
		}
		if f != plain {
			fmt.Fprintf(&w, "%s%s", esc(r), esc(f))
		}
	}
	w.WriteString("\"\n")
	os.WriteFile(dir+"/internal/unidata/data.mgo", []byte(w.String()), 0o644)

	// package unicode
	w.Reset()
	w.WriteString("// Made by gen/unitables.go from Unicode " + unicode.Version + ".\n\npackage unicode\n")
	var all []byte
	var offsets []byte
	var vars strings.Builder
	n := 0
	index := map[*unicode.RangeTable]int{}
	add := func(name string, t *unicode.RangeTable) {
		i, ok := index[t]
		if !ok {
			i = n
			n++
			index[t] = i
			offsets = append(offsets, byte(len(all)), byte(len(all)>>8))
			all = append(all, encode(in(t))...)
		}
		_ = i
	}
	group := func(what, doc string, m map[string]*unicode.RangeTable) {
		names := []string{}
		for k := range m {
			names = append(names, k)
		}
		sort.Strings(names)
		list := ""
		for _, k := range names {
			add(k, m[k])
			list += fmt.Sprintf("%s %d ", k, index[m[k]])
		}
		fmt.Fprintf(&w, "\nconst %s = \"%s\"\n", what, list)
	}
	group("categoryNames", "", unicode.Categories)
	group("scriptNames", "", unicode.Scripts)
	group("propertyNames", "", unicode.Properties)
	group("foldCategoryNames", "", unicode.FoldCategory)
	group("foldScriptNames", "", unicode.FoldScript)
	offsets = append(offsets, byte(len(all)), byte(len(all)>>8))
	if len(all) > 65535 {
		panic("too much")
	}
	aliases := ""
	an := []string{}
	for k := range unicode.CategoryAliases {
		an = append(an, k)
	}
	sort.Strings(an)
	for _, k := range an {
		aliases += k + " " + unicode.CategoryAliases[k] + " "
	}
	fmt.Fprintf(&w, "\nconst categoryAliases = \"%s\"\n", aliases)
	fmt.Fprintf(&w, "\nconst numTables = %d\n", n)
	w.WriteString("\n// offsets has where each table begins in data, two bytes each.\nconst offsets = \"\" +\n")
	quote(&w, offsets)
	w.WriteString("\n\n// data has the tables in the form of internal/runetable.\nconst data = \"\" +\n")
	quote(&w, all)
	w.WriteString("\n")
	vars.WriteString("\n// Tables of categories, scripts and properties.\nvar (\n")
	long := map[string]string{"Cc": "", "Digit": "Nd", "Letter": "L", "Lower": "Ll", "Mark": "M", "Number": "N", "Other": "C", "Punct": "P", "Space": "Z", "Symbol": "S", "Title": "Lt", "Upper": "Lu"}
	for _, m := range []map[string]*unicode.RangeTable{unicode.Categories, unicode.Scripts, unicode.Properties} {
		names := []string{}
		for k := range m {
			names = append(names, k)
		}
		sort.Strings(names)
		for _, k := range names {
			fmt.Fprintf(&vars, "\t%s = &tables[%d]\n", k, index[m[k]])
		}
	}
	ln := []string{}
	for k, v := range long {
		if v != "" {
			ln = append(ln, k)
		}
	}
	sort.Strings(ln)
	for _, k := range ln {
		fmt.Fprintf(&vars, "\t%s = &tables[%d]\n", k, index[unicode.Categories[long[k]]])
	}
	vars.WriteString(")\n")
	os.WriteFile(dir+"/unicode/tables.mgo", []byte(w.String()+vars.String()), 0o644)
}

func esc(r rune) string {
	if r >= ' ' && r < 0x7f && r != '"' && r != '\\' {
		return string(r)
	}
	if r < 0x10000 {
		return fmt.Sprintf("\\u%04x", r)
	}
	return fmt.Sprintf("\\U%08x", r)
}
