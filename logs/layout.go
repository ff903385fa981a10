package logs

import (
	"bytes"
	"strings"
	"time"
)

// A setter puts what a field of a line says into the record; not ok where it makes no sense.
type setter func(*record, []byte) bool

// setters are the fields that layouts name, whatever the format. stamp is its clock's.
var setters = map[string]setter{
	"-":         nil,
	"client":    (*record).setClient,
	"host":      (*record).setHost,
	"forwarded": (*record).setForwarded,
	"method":    func(r *record, text []byte) bool { r.method = text; return !bare(text) },
	"target":    (*record).setTarget,
	"request":   (*record).setRequest,
	"status":    (*record).setStatus,
	"seconds":   setTook(second),
	"millis":    setTook(milli),
	"micros":    setTook(micro),
	"nanos":     setTook(ns),
}

// A column is one field of a layout: what it says, and the character that opens it, if any does.
type column struct {
	set  setter
	open byte // [ or ", or 0
	time bool
}

// layout returns a parser of lines of fields with blanks between them, which its words name in
// order. A word in brackets or quotes stands for a field in brackets or quotes; "..." at the end
// for any more fields, * for any text in front of the first bracket. Own setters add to the common
// ones.
func layout(words string, stamps clock, own map[string]setter) func(*Options) parser {
	var columns []column
	rest := false
	for word := range strings.FieldsSeq(words) {
		if rest = word == "..."; rest {
			break
		}
		c := column{}
		if name := strings.Trim(word, `[]"`); name != word {
			c.open, word = word[0], name
		}
		c.time = word == "stamp"
		set, known := own[word]
		if !known {
			set, known = setters[word]
		}
		if !known && !c.time {
			panic("logs: no field is called " + word)
		}
		c.set = set
		columns = append(columns, c)
	}
	return func(o *Options) parser {
		return func(r *record) outcome { return r.readColumns(columns, rest, stamps, o.zone()) }
	}
}

// readColumns reads a line by its layout.
func (r *record) readColumns(
	columns []column, more bool, stamps clock, zone *time.Location,
) outcome {
	text := r.text
	for i := range columns {
		c := &columns[i]
		for len(text) > 0 && text[0] == ' ' {
			text = text[1:]
		}
		field, rest, ok := cutField(text, c.open)
		if !ok {
			return r.wrong(text, "")
		}
		if c.time {
			if r.at, r.unit, ok = stamps(field, zone); !ok {
				return r.wrong(field, "a date and time")
			}
		} else if c.set != nil && !c.set(r, field) {
			return r.wrong(field, "")
		}
		text = rest
	}
	if !more && len(bytes.TrimLeft(text, " ")) > 0 {
		return r.wrong(text, "the end of the line")
	}
	return whole
}

// cutField cuts the field at the beginning of a line: up to a blank, or in the brackets or quotes
// that open it. A quote closes if a blank or the end follows it: a request may hold quotes itself.
func cutField(text []byte, open byte) (field, rest []byte, ok bool) {
	if open == 0 {
		blank := bytes.IndexByte(text, ' ')
		if blank < 0 {
			return text, nil, len(text) > 0
		}
		return text[:blank], text[blank:], true
	}
	if len(text) < 2 || text[0] != open {
		return nil, nil, false
	}
	shut := open
	if open == '[' {
		shut = ']'
	}
	for from := 1; ; {
		i := bytes.IndexByte(text[from:], shut)
		if i < 0 {
			return nil, nil, false
		}
		i += from
		if shut == ']' || (i+1 == len(text) || text[i+1] == ' ') && text[i-1] != '\\' {
			return text[1:i], text[i+1:], true
		}
		from = i + 1
	}
}
