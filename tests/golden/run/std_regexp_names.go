// Names of Unicode classes are found whatever the case, spaces, hyphens and underscores.

package main

import (
	"fmt"
	"regexp"
)

func main() {
	for _, n := range []string{"Lu", "lu", "L", "LC", "lc", "Greek", "greek", "Old_Italic", "old italic", "OLD-ITALIC", "Upper case-letter", "Uppercase_Letter", "__upper case-let ter", "Any", "any", "ASCII", "Assigned", "Nko", "SignWriting", "sign writing", "Lx", "", "Phags_Pa", "phagspa", "Punct", "punctuation", "han", "^Lu", "^ greek"} {
		re, err := regexp.Compile(`\p{` + n + `}`)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(n, re.MatchString("A"), re.MatchString("a"), re.MatchString("α"), re.MatchString("𐌀"), re.MatchString("漢"), re.MatchString("!"), re.MatchString("\u0378"))
		re, err = regexp.Compile(`(?i)[\p{` + n + `}x]`)
		fmt.Println(re.MatchString("A"), re.MatchString("a"), re.MatchString("α"), re.MatchString("߀"))
	}
}
