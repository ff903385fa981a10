package logs

import (
	"bufio"
	"errors"
	"io"
)

// items are the values under a path of keys in a stream of JSON. It looks at nesting and strings
// alone: who parses a value finds out whether it is JSON.
type items struct {
	path []string
	in   *bufio.Reader
	line int
	open []container // those around the next value
	text []byte
}

// A container is an array or an object that was begun.
type container struct {
	shut byte
	keys int // of the path that lead to it
}

// largestItem is the largest value that is read, in bytes: browsers write whole answers into a HAR
// (assumed).
const largestItem = 64 << 20

var (
	errLargeItem    = errors.New("a value larger than 64 MiB")
	errStrayBracket = errors.New("a bracket that closes nothing")
)

func (*items) torn() bool { return false }

func (i *items) next(r *record) error {
	for {
		c, err := i.peek()
		if err != nil {
			if len(i.open) > 0 && errors.Is(err, io.EOF) {
				return io.ErrUnexpectedEOF
			}
			return err
		}
		keys := 0
		if n := len(i.open); n > 0 {
			in := i.open[n-1]
			if keys = in.keys; c == in.shut {
				_, _ = i.in.Discard(1)
				i.open = i.open[:n-1]
				continue
			}
			if in.shut == '}' {
				key, err := i.value()
				if err != nil {
					return err
				}
				wanted := keys < len(i.path) && string(key) == `"`+i.path[keys]+`"`
				if c, err = i.peek(); err != nil {
					return err
				}
				if !wanted {
					if _, err = i.value(); err != nil {
						return err
					}
					continue
				}
				keys++
			}
		}
		if c == '[' || c == '{' && keys < len(i.path) {
			_, _ = i.in.Discard(1)
			i.open = append(i.open, container{c + 2, keys}) // ] is two behind [, and } behind {
			continue
		}
		r.line = i.line
		if r.text, err = i.value(); err != nil || keys == len(i.path) {
			return err
		}
	}
}

// peek looks at the next character that is neither blank nor between values.
func (i *items) peek() (byte, error) {
	for {
		c, err := i.in.ReadByte()
		switch {
		case err != nil:
			return 0, err
		case c == '\n':
			i.line++
		case c != ' ' && c != '\t' && c != '\r' && c != ',' && c != ':':
			return c, i.in.UnreadByte()
		}
	}
}

// value reads the next value. It is valid until the next one is read.
func (i *items) value() ([]byte, error) {
	i.text = i.text[:0]
	depth, quoted := 0, false
	for {
		c, err := i.in.ReadByte()
		if err != nil {
			if depth == 0 && !quoted && len(i.text) > 0 && errors.Is(err, io.EOF) {
				return i.text, nil
			}
			return nil, noEOF(err)
		}
		if c == '\n' {
			i.line++
		}
		if len(i.text) >= largestItem {
			return nil, errLargeItem
		}
		switch {
		case quoted && c == '\\':
			i.text = append(i.text, c)
			if c, err = i.in.ReadByte(); err != nil {
				return nil, noEOF(err)
			}
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			depth++
		case depth == 0 && ends(c) && len(i.text) == 0:
			return nil, errStrayBracket
		case depth == 0 && ends(c): // of a number or a word
			if c == '\n' {
				i.line--
			}
			return i.text, i.in.UnreadByte()
		case c == ']' || c == '}':
			depth--
		}
		i.text = append(i.text, c)
		if depth == 0 && !quoted && (c == '"' || c == ']' || c == '}') {
			return i.text, nil
		}
	}
}

// ends reports whether a character ends a number or a word.
func ends(c byte) bool {
	switch c {
	case ' ', '\t', '\r', '\n', ',', ':', ']', '}':
		return true
	}
	return false
}

// noEOF turns the end of a file into one that is unexpected.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
