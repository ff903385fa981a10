package command

import (
	"encoding/json"
	"io"
	"regexp"
	"strings"
)

// writeJSON writes one value, indented.
func writeJSON(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}

// plainWord needs no quotes in a shell.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:=+,@%-]+$`)

// repeatLine is the command line that repeats what was done.
func repeatLine(words ...string) string {
	for i, word := range words {
		if !plainWord.MatchString(word) {
			words[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
	}
	return "repeat: tokenstorm " + strings.Join(words, " ")
}
