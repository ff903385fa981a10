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

// columns are a layout, taken apart.
type columns struct {
	each []column
	more bool // any more fields may follow
}

// A column is one field of a layout: what it says, and the character that opens it, if any does.
type column struct {
	set  setter
	open byte // [ or ", or 0
	time bool
	next bool // it is the next one that is so opened, whatever is before it
}

// layout returns a parser of lines of fields with blanks between them, which a layout names in
// order. A word in brackets or quotes stands for a field in brackets or quotes; one behind a ~ for
// the next such field, whatever is before it; "..." at the end for any more fields. Of several
// layouts the first that fits a line counts; the first of all is the format's own. Own setters add
// to the common ones.
func layout(stamps clock, own map[string]setter, layouts ...string) func(*Options) parser {
	var all []columns
	for _, words := range layouts {
		all = append(all, newColumns(words, own))
	}
	return func(o *Options) parser {
		zone, stamps := o.Location(), remembered(stamps)
		return func(r *record) (found outcome) {
			for i := range all {
				if i > 0 {
					*r = record{text: r.text, line: r.line, outer: r.outer, outerUnit: r.outerUnit}
				}
				if found = r.readColumns(&all[i], stamps, zone); found == whole {
					r.variant = i
					break
				}
			}
			return found
		}
	}
}

func newColumns(words string, own map[string]setter) (all columns) {
	for word := range strings.FieldsSeq(words) {
		if all.more = word == "..."; all.more {
			break
		}
		c := column{}
		word, c.next = strings.CutPrefix(word, "~")
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
		all.each = append(all.each, c)
	}
	return all
}

// readColumns reads a line by its layout.
func (r *record) readColumns(all *columns, stamps clock, zone *time.Location) outcome {
	text := r.text
	for i := range all.each {
		c := &all.each[i]
		if c.next {
			text = text[max(0, bytes.IndexByte(text, c.open)):]
		}
		for len(text) > 0 && text[0] == ' ' {
			text = text[1:]
		}
		field, rest, ok := cutField(text, c.open)
		if !ok {
			return r.wrong(text, "")
		}
		if c.time {
			if r.at, r.unit, ok = stamps(field, zone); !ok {
				r.unit = 0
				return r.notStamp(field, zone)
			}
		} else if c.set != nil && !c.set(r, field) {
			return r.wrong(field, "")
		}
		text = rest
	}
	if !all.more && len(bytes.TrimLeft(text, " ")) > 0 {
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
