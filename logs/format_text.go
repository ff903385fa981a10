package logs

import (
	"bytes"
	"regexp"
	"time"
)

func init() {
	register(Format{
		Name: "text", About: "text of any source that begins with a stamp", Stamp: Either, Generic: true,
		goesOn: true,
		Sample: "2026-03-02 07:00:03,412 INFO token client: POST https://auth.example.com/oauth/token " +
			"200 in 87 ms\n",
		Hits: "2026-03-02T07:00:03.324Z +2ms ended by +89ms - POST auth.example.com /oauth/token 200",
		open: func(o *Options) parser {
			zone := o.Location()
			begun := false
			return func(r *record) outcome {
				if begun && (r.text[0] == ' ' || r.text[0] == '\t') {
					return other // the line before goes on, as a stack does
				}
				goesOn := begun && !requestWord.Match(r.text)
				text := bytes.TrimLeft(r.text, "[ ")
				rest := r.leadingStamp(text, zone)
				if r.unit == 0 && zone != time.UTC {
					if behind := r.leadingStamp(text, time.UTC); r.unit > 0 { // the zone does not have it
						r.at, r.unit = 0, 0
						return r.notStamp(text[:len(text)-len(behind)], zone)
					}
				}
				behind := bytes.TrimLeft(rest, " \t")
				next, _ := firstWords(behind, 1)
				if next = bytes.TrimRight(next, "],:"); r.unit > 0 && behindStamp[string(next)] {
					r.at, r.unit = 0, 0
					return r.notStamp(text[:len(text)-len(behind)+len(next)], zone)
				}
				if r.unit == 0 && goesOn && !bytes.ContainsAny(text[:min(len(text), 4)], "0123456789") {
					return other
				}
				if r.unit == 0 || r.at < offsetsBelow*second {
					return r.wrong(text, "a line that begins with a date and time")
				}
				begun = true
				r.findRequest(rest)
				r.findTookOfText(rest)
				return whole
			}
		},
	})
}

// requestWord is what a line has that says of a request, be its stamp where it may.
var requestWord = regexp.MustCompile(`\b(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT) ` +
	`["']?(?:/|https?:)`)

// levelWord is what a logger has behind its stamp.
var levelWord = regexp.MustCompile(`\b(?:TRACE|DEBUG|INFO|NOTICE|` +
	`WARN|WARNING|ERROR|FATAL|SEVERE)\b`)

// textTook is how long it took, with its unit.
var textTook = regexp.MustCompile(`(?:^|[\s(=:])(\d+(?:\.\d+)?) ?(ms|us|µs|ns|s)\b`)

// findTookOfText finds how long it took behind a status. A logger has the answer, and so it stamps
// the end.
func (r *record) findTookOfText(text []byte) {
	if r.status == 0 {
		return
	}
	if found := textTook.FindAllSubmatch(text, 2); len(found) == 1 {
		r.setLength(append(bytes.Clone(found[0][1]), found[0][2]...), 0)
	}
	r.instant, r.says = Ends, levelWord.Match(text)
}

// leadingStamp reads the stamp at the beginning of a text, and returns what is behind it.
func (r *record) leadingStamp(text []byte, zone *time.Location) (rest []byte) {
	for words := stampWords(text); words > 0; words-- {
		stamp, after := firstWords(text, words)
		var ok bool
		if r.at, r.unit, ok = anyClock(bytes.Trim(stamp, "[],"), zone); ok {
			return text[len(text)-len(after):]
		}
	}
	r.at, r.unit = 0, 0
	return nil
}

// stampWords is how many words a stamp may have at the beginning of a line: its date, its time and
// its zone, or as many as a date with words in it has.
func stampWords(text []byte) int {
	if len(text) > 0 && text[0] >= 'A' && text[0] <= 'Z' {
		return 6
	}
	return 3
}

// firstWords cuts so many words off a text.
func firstWords(text []byte, words int) (first, rest []byte) {
	end := 0
	for ; words > 0 && end < len(text); words-- {
		blank := bytes.IndexAny(text[end+min(1, end):], " \t")
		if blank < 0 {
			return text, nil
		}
		end += blank + min(1, end)
	}
	return text[:end], text[end:]
}

var methods = map[string]bool{"GET": true, "POST": true, "PUT": true, "DELETE": true, "PATCH": true,
	"HEAD": true, "OPTIONS": true, "CONNECT": true}

// findRequest finds a method with what was asked behind it, and behind that a status.
func (r *record) findRequest(text []byte) {
	for word := range bytes.FieldsSeq(text) {
		word = bytes.Trim(word, "\"'`()[]{},;:")
		switch {
		case r.method == nil && methods[string(word)]:
			r.method = word
		case r.method != nil && r.path == nil && r.host == nil:
			r.setTarget(word)
		case r.method != nil && r.status == 0 && len(word) == 3 && word[0] >= '1' && word[0] <= '5':
			if n, ok := digits(word); ok {
				r.status = int(n)
			}
		}
	}
}
