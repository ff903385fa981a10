package unit

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Printable is a text as a terminal can be given it: each character that is none to be printed, as
// the beginning of an escape sequence, is written as Go writes it, \x1b. Who sends requests
// chooses what a log has.
func Printable(text string) string {
	plain := func(r rune) bool { return r != utf8.RuneError && strconv.IsPrint(r) }
	if strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	var b strings.Builder
	for rest := text; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		if plain(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.Quote(rest[:size]), `"`))
		}
		rest = rest[size:]
	}
	return b.String()
}
