package command

import "strings"

// commandLine is the command line of these words, as a shell reads it.
func commandLine(words ...string) string {
	line := []string{"tokenstorm"}
	for _, word := range words {
		if word == "" || strings.ContainsFunc(word, needsQuotes) {
			word = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
		line = append(line, word)
	}
	return strings.Join(line, " ")
}

// repeatLine says what command repeats what was done.
func repeatLine(words ...string) string { return repeated(commandLine(words...)) }

func repeated(command string) string { return "repeat: " + command }

// needsQuotes reports whether a shell could take the character for something else.
func needsQuotes(r rune) bool {
	plain := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	return !plain && !strings.ContainsRune("_./:=+,@%-", r)
}

// commaList is names as a flag of several takes them: a name with a comma or a quote stands in
// quotes.
func commaList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		if quoted[i] = name; strings.ContainsAny(name, ",\"\n") {
			quoted[i] = `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
		}
	}
	return strings.Join(quoted, ",")
}
