package strict

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// The limits of a document, all assumed: fifty times what the largest of our own files needs, and
// small enough to be read in a second.
const (
	MostBytes = 1 << 20 // of the file
	mostDepth = 50      // lists and mappings within each other
	mostNodes = 100_000 // values, those that aliases repeat included
)

// A Document is a file that was read.
type Document struct {
	File     string
	Root     *Node // nil if it is empty
	mistakes Mistakes
	// The paths of what is wrong, or missing and written under another key; and of all that has such
	// a thing in it.
	doubtful, partly map[string]bool

	begins time.Time // when a run of the file begins; zero: it has no times of day
	timely bool      // it has a time of day
}

// Begins makes times of day known: an Instant may be written as one, and is the first such time at
// or after that at which a run begins. That is the date below a key, or the usual one.
func (d *Document) Begins(key string, usual time.Time) {
	d.begins = usual
	var said time.Time
	if n := d.Root.Get(key); n != nil && readDate(&said, n.Text) == nil {
		d.begins = said.UTC()
	}
}

// TimesOfDay reports whether an Instant that was read was written as a time of day.
func (d *Document) TimesOfDay() bool { return d.timely }

// Parse parses the one document of a file. The error is of type Mistakes.
func Parse(file string, text []byte) (*Document, error) {
	d := &Document{File: file}
	if m := checkBytes(text); m != nil {
		return nil, d.fail(m)
	}
	source := string(bytes.TrimPrefix(text, []byte("\ufeff")))
	tokens := lexer.Tokenize(source)
	if m := checkTokens(source, tokens); m != nil {
		return nil, d.fail(m)
	}
	tree, m := parse(source, tokens)
	if m != nil {
		return nil, d.fail(m)
	}
	body, m := onlyBody(tree)
	if m != nil {
		return nil, d.fail(m)
	}
	if body == nil {
		return d, nil
	}
	c := converter{document: d, anchors: map[string]*Node{}}
	d.Root = c.node(body)
	if err := d.Err(); err != nil {
		return nil, err
	}
	err := d.checkFormat()
	return d, err
}

// Decode reads a file into a value. The error is of type Mistakes.
func Decode(file string, text []byte, into any) error {
	d, err := Parse(file, text)
	if err != nil {
		return err
	}
	d.Decode(into)
	return d.Err()
}

// Decode reads the document into the value that into points to, and keeps the mistakes.
func (d *Document) Decode(into any) {
	d.Place().Decode(into)
}

// Err returns the mistakes so far, nil if there are none.
func (d *Document) Err() error {
	if len(d.mistakes) == 0 {
		return nil
	}
	return d.mistakes.sorted(d.File)
}

// wrong keeps a mistake.
func (d *Document) wrong(line, column int, found, meant string) {
	d.mistakes = append(d.mistakes, &Mistake{d.File, line, column, found, meant})
}

// fail keeps a mistake with which reading ends.
func (d *Document) fail(m *Mistake) error {
	d.wrong(m.Line, m.Column, m.Found, m.Meant)
	return d.Err()
}

// checkBytes refuses bytes that are not text.
func checkBytes(text []byte) *Mistake {
	const meant = "text in UTF-8"
	if len(text) > MostBytes {
		return &Mistake{Line: 1, Column: 1, Found: fmt.Sprintf("more than %d bytes", MostBytes),
			Meant: "a smaller file"}
	}
	line, column := 1, 1
	for rest := text; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && n == 1:
			return &Mistake{Line: line, Column: column,
				Found: fmt.Sprintf("the byte 0x%02x, which is no UTF-8", rest[0]), Meant: meant}
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0x7f:
			return &Mistake{Line: line, Column: column,
				Found: fmt.Sprintf("the control character U+%04X", r), Meant: meant}
		}
		if column++; r == '\n' {
			line, column = line+1, 1
		}
		rest = rest[n:]
	}
	return nil
}

// parse calls the library's parser. If that panics, the text has a mistake, too.
func parse(source string, tokens token.Tokens) (tree *ast.File, m *Mistake) {
	defer func() {
		if recover() != nil {
			tree, m = nil, &Mistake{Line: 1, Column: 1, Found: "text that cannot be read", Meant: "YAML"}
		}
	}()
	tree, err := parser.ParseBytes([]byte(source), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, explain(source, tokens, err)
	}
	return tree, nil
}

// onlyBody is the content of the one document of a file, nil if the file is empty.
func onlyBody(tree *ast.File) (ast.Node, *Mistake) {
	var body ast.Node
	for _, document := range tree.Docs {
		b := document.Body
		if b == nil || b.Type() == ast.CommentType || b.Type() == ast.DirectiveType {
			continue
		}
		if body != nil {
			line, column := placeOf(b)
			return nil, &Mistake{Line: line, Column: column, Found: "a second document",
				Meant: "one document a file"}
		}
		body = b
	}
	return body, nil
}

// format is the format of files that this program reads. A file names its format by this key; one
// without the key is of format 1.
const (
	formatKey   = "format"
	format      = "1"
	aboutFormat = "The format of the file; without it, the first."
)

// checkFormat removes the format from the document, and refuses an unknown one.
func (d *Document) checkFormat() error {
	i := slices.IndexFunc(d.Root.Pairs, func(p Pair) bool { return p.Key.Text == formatKey })
	if i < 0 {
		return nil
	}
	n := d.Root.Pairs[i].Value
	d.Root.Pairs = append(d.Root.Pairs[:i:i], d.Root.Pairs[i+1:]...)
	whole := strings.Trim(n.Text, "0123456789") == ""
	switch {
	case n.Kind == Scalar && n.Text == format:
	case whole && strings.Trim(n.Text, "0") != "":
		d.wrong(n.Line, n.Column, fmt.Sprintf("format %s, which is newer than this program", n.Text),
			"format 1, which this program reads")
	default:
		d.wrong(n.Line, n.Column, n.String(), "format 1")
	}
	return d.Err()
}
