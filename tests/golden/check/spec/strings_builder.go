package p

import (
	"strings"
	"strconv"
	"unicode"
)
func f(s string) {
	var b strings.Builder
	b.WriteString(1)
	b.WriteByte("a")
	b.WriteRune("a")
	b += "x"
	s = b
	s = b.String
	n, err := strconv.Atoi(s[0])
	strings.Fields(s, " ")
	if strings.Contains(s, 'a') {
	}
	if unicode.IsUpper(s) {
	}
	unicode.IsUpper(s[0])
	for _, w := range strings.Split(s) {
	}
	strings.NewReplacer("a").replace(s)
	var r *strings.Reader = strings.NewReader(1)
	strings.Title
}
