package strict

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/token"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// checkTokens refuses what the parser would refuse in its own words, and text that is nested too
// deep.
func checkTokens(source string, tokens token.Tokens) *Mistake {
	var open []*token.Token // brackets
	var columns []int       // of the keys and list items that are open outside of brackets
	for i, t := range tokens {
		switch t.Type {
		case token.InvalidType:
			return invalid(source, t)
		case token.StringType:
			if strings.HasPrefix(t.Value, "}") || strings.HasPrefix(t.Value, "%") {
				return at(t, fmt.Sprintf("a word that begins with %q", t.Value[:1]), "text in quotes")
			}
		case token.TagType:
			return at(t, "the tag "+unit.Shorten(t.Value), "no tag")
		case token.MappingStartType, token.SequenceStartType:
			open = append(open, t)
		case token.MappingEndType, token.SequenceEndType:
			if len(open) == 0 {
				return at(t, fmt.Sprintf("%q, which closes nothing", t.Value), "text in quotes")
			}
			last := open[len(open)-1]
			if t.Value != closing[last.Value] {
				return at(t, fmt.Sprintf("%q", t.Value), fmt.Sprintf("%q: line %d has %q",
					closing[last.Value], last.Position.Line, last.Value))
			}
			open = open[:len(open)-1]
		case token.SequenceEntryType, token.MappingKeyType, token.MappingValueType:
			if len(open) > 0 {
				break
			}
			column := t.Position.Column
			if t.Type == token.MappingValueType && i > 0 {
				column = tokens[i-1].Position.Column
			}
			for len(columns) > 0 && columns[len(columns)-1] >= column {
				columns = columns[:len(columns)-1]
			}
			columns = append(columns, column)
		}
		if len(open)+len(columns) > mostDepth {
			return at(t, fmt.Sprintf("more than %d levels", mostDepth), "fewer")
		}
	}
	if len(open) > 0 {
		last := open[len(open)-1]
		return at(last, fmt.Sprintf("%q, which is never closed", last.Value),
			fmt.Sprintf("a %q behind it", closing[last.Value]))
	}
	return nil
}

var closing = map[string]string{"{": "}", "[": "]"}

func at(t *token.Token, found, meant string) *Mistake {
	line, column := tokenPlace(t)
	return &Mistake{Line: line, Column: column, Found: found, Meant: meant}
}

// invalid is the mistake of text that the scanner cannot read.
func invalid(source string, t *token.Token) *Mistake {
	line, column := tokenPlace(t)
	before, rest := splitLine(source, line, column)
	whole := before + rest
	indentation := whole[:len(whole)-len(strings.TrimLeft(whole, " \t"))]
	switch tab := strings.IndexByte(indentation, '\t'); {
	case tab >= 0:
		return &Mistake{Line: line, Column: tab + 1, Found: "a tab in the indentation", Meant: "blanks"}
	case strings.HasPrefix(rest, "@"), strings.HasPrefix(rest, "`"):
		return at(t, fmt.Sprintf("a word that begins with %q", rest[:1]), "text in quotes")
	case strings.HasSuffix(before, `\`):
		return at(t, fmt.Sprintf(`\%.1s in double quotes`, rest),
			"two backslashes, or single quotes around the text")
	case strings.HasPrefix(rest, `"`), strings.HasPrefix(rest, "'"):
		return at(t, "a quote that is never closed", "a "+rest[:1]+" at the end of the text")
	case strings.HasPrefix(rest, "|"), strings.HasPrefix(rest, ">"):
		return at(t, fmt.Sprintf("%q", unit.Shorten(rest)),
			`"|" or ">" alone, and the text below it, indented`)
	}
	return misplaced(source, line, column)
}

// explain describes, in our words, a mistake that the parser found. It uses nothing but the place.
func explain(source string, tokens token.Tokens, err error) *Mistake {
	line, column := 1, 1
	if y, ok := errors.AsType[yaml.Error](err); ok {
		line, column = tokenPlace(y.GetToken())
	}
	for i, t := range tokens[:max(len(tokens)-1, 0)] {
		quoted := t.Type == token.DoubleQuoteType || t.Type == token.SingleQuoteType
		if end := tokens[i+1].Position.Line; quoted && end == line && t.Position.Line < end {
			return at(t, fmt.Sprintf("a quote that ends in line %d, where text follows it", end),
				"the closing quote where the text ends")
		}
	}
	return misplaced(source, line, column)
}

// misplaced is the mistake of text that would be right in another place.
func misplaced(source string, line, column int) *Mistake {
	before, rest := splitLine(source, line, column)
	before, rest = strings.TrimSpace(before), strings.TrimSpace(rest)
	m := &Mistake{Line: line, Column: column}
	if rest == "" {
		m.Found, m.Meant = "an end", "a value"
		return m
	}
	m.Found = fmt.Sprintf("%q, which cannot stand here", unit.Shorten(rest))
	m.Meant = "a key and its value, or an item of a list, indented as its neighbours are"
	if strings.Contains(rest, ": ") && strings.HasSuffix(before, ":") {
		m.Meant = "quotes around text that has a colon in it, or one key a line"
	}
	return m
}

// splitLine splits a line before a column.
func splitLine(source string, line, column int) (before, rest string) {
	lines := strings.Split(source, "\n")
	text := []rune(strings.TrimSuffix(lines[min(line, len(lines))-1], "\r"))
	at := min(column-1, len(text))
	return string(text[:at]), string(text[at:])
}
