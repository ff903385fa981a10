package reports

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// mostLabel is how long a label before a line's text may be, with the blanks behind it (assumed).
const mostLabel = 20

// Fold breaks the lines of a text that are longer than width at blanks, and lines up what follows
// below the line's text: behind its indentation, and the label before two blanks or more. Width 0
// leaves the text as it is, and a word that is longer than width stays whole.
func Fold(prose string, width int) string {
	if width == 0 {
		return prose
	}
	lines := strings.Split(prose, "\n")
	for i, line := range lines {
		body := strings.TrimLeft(line, " ")
		if label, _, ok := strings.Cut(body, "  "); ok && len(label) < mostLabel {
			body = strings.TrimLeft(body[len(label):], " ")
		}
		lines[i] = foldLine(line, len(line)-len(body), width)
	}
	return strings.Join(lines, "\n")
}

// foldLine breaks one line, and starts what follows at the column of this index.
func foldLine(line string, start, width int) string {
	if width == 0 || text.StringWidthWithoutEscSequences(line) <= width {
		return line
	}
	var b strings.Builder
	b.WriteString(line[:start])
	at := start
	for i, word := range strings.Fields(line[start:]) {
		wide := text.StringWidthWithoutEscSequences(word)
		switch {
		case i == 0:
		case at+1+wide > width:
			b.WriteString("\n" + strings.Repeat(" ", start))
			at = start
		default:
			b.WriteString(" ")
			at++
		}
		b.WriteString(word)
		at += wide
	}
	return b.String()
}
