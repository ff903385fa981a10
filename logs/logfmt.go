package logs

import "bytes"

// logfmtValue is the value of a name in a line of NAME=VALUE with blanks between them; a value with
// blanks stands in quotes.
func logfmtValue(line []byte, name string) []byte {
	for text := line; len(text) > 0; {
		text = bytes.TrimLeft(text, " \t")
		end := bytes.IndexAny(text, "= ")
		if end < 0 {
			return nil
		}
		key := text[:end]
		if text = text[end:]; text[0] == ' ' {
			continue // a word without a value
		}
		text = text[1:]
		value := text
		if len(text) > 0 && text[0] == '"' {
			quoted, rest, ok := cutField(text, '"')
			if !ok {
				return nil
			}
			value, text = quoted, rest
		} else if blank := bytes.IndexByte(text, ' '); blank >= 0 {
			value, text = text[:blank], text[blank:]
		} else {
			text = nil
		}
		if string(key) == name {
			return value
		}
	}
	return nil
}
