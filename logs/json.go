package logs

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

// jsonLog completes a format whose records are JSON objects: one a line, or the elements of an
// array, or written over several lines. Names are paths in the syntax of gjson.
func jsonLog(f Format, of naming) Format {
	f.open = func(o *Options) parser {
		n, zone := of(o).names(), o.Location()
		return func(r *record) outcome { return readJSON(r, n, zone) }
	}
	if f.frame == nil {
		f.frame = func(head []byte) framing { return jsonFraming(head, nil) }
	}
	return f
}

// jsonDocument is a jsonLog whose records are what stands under a path of keys, or are alone where
// a file does not have these; arrays on the way are passed through.
func jsonDocument(f Format, path string, of naming) Format {
	keys := strings.Split(path, ".")
	f.document = true
	f.frame = func(head []byte) framing {
		if bytes.Contains(head, []byte(`"`+keys[len(keys)-1]+`"`)) {
			return jsonFraming(head, keys)
		}
		return jsonFraming(head, nil)
	}
	return jsonLog(f, of)
}

func readJSON(r *record, n *names, zone *time.Location) outcome {
	if len(r.text) == 0 || r.text[0] != '{' {
		return r.wrong(r.text, "a JSON object")
	}
	if !gjson.ValidBytes(r.text) {
		mended := mendJSON(r.text)
		if !gjson.ValidBytes(mended) {
			return r.wrong(r.text, "a JSON object")
		}
		r.text = mended
	}
	return n.read(r, func(name string) []byte { return jsonValue(r.text, name) }, zone)
}

// mendJSON mends what nginx writes where nobody told it to escape for JSON: \x22 in a string, and
// nothing where a number is empty.
func mendJSON(text []byte) []byte {
	return noValue.ReplaceAll(hexEscape.ReplaceAll(text, []byte(`\u00$1`)), []byte(`:null$1`))
}

var (
	hexEscape = regexp.MustCompile(`\\x([0-9A-Fa-f]{2})`)
	noValue   = regexp.MustCompile(`:\s*([,}])`)
)

// jsonValue is the value at a path: a string without its quotes, a number as it is written, the
// first element of an array; nil for null, or none.
func jsonValue(text []byte, path string) []byte {
	if path[0] == '@' { // a key, and no modifier of gjson
		path = `\` + path
	}
	value := gjson.GetBytes(text, path)
	if !value.Exists() && strings.IndexByte(path, '.') > 0 && strings.IndexByte(path, '#') < 0 {
		value = gjson.GetBytes(text, strings.ReplaceAll(path, ".", `\.`)) // a key with dots in it
	}
	if value.IsArray() {
		value = value.Get("0")
	}
	switch value.Type {
	case gjson.String:
		return []byte(value.Str)
	case gjson.Null:
		return nil
	}
	return []byte(value.Raw)
}

// objectALine reports whether the first line holds an object.
func objectALine(head []byte) bool {
	first, _, _ := bytes.Cut(bytes.TrimSpace(head), []byte("\n"))
	return len(first) > 0 && first[0] == '{' && (gjson.ValidBytes(first) ||
		gjson.ValidBytes(mendJSON(first)))
}

// jsonFraming cuts lines where each holds an object, and a stream of JSON otherwise; nil where the
// head is no JSON.
func jsonFraming(head []byte, path []string) framing {
	head = bytes.TrimSpace(head)
	if len(head) == 0 || head[0] != '{' && head[0] != '[' {
		return nil
	}
	if path == nil && objectALine(head) {
		return newLineReader
	}
	return func(in io.Reader) framer {
		return &items{path: path, in: bufio.NewReaderSize(in, 64<<10), line: 1}
	}
}
