package logs

import (
	"bytes"
	"time"
)

func init() {
	register(Format{
		Name: "access", Stamp: Either, Generic: true, stands: true,
		About: "any line with a stamp in brackets and a request in quotes: formats of one's own",
		Sample: `www.example.com 198.51.100.7 - 95386da8 - [02/Mar/2026:07:00:03 +0000] (0 s) ` +
			`"POST /oauth/token HTTP/2.0" 200 43 "-" "curl/8.5.0" TLSv1.3`,
		Hits: "2026-03-02T07:00:03Z +1s 198.51.100.7 POST - /oauth/token 200",
		open: func(o *Options) parser {
			zone, field := o.Location(), o.DurationField
			return func(r *record) outcome {
				before, rest := r.bracketedStamp(r.text, zone)
				if r.unit == 0 {
					return r.wrong(r.text, "a line with a date and time in brackets")
				}
				between, after, ok := r.quotedRequest(rest)
				if !ok {
					return r.wrong(rest, "a request in quotes, as "+`"POST /oauth/token HTTP/1.1"`)
				}
				var again record // a torn line that the next one was written behind
				if _, rest := again.bracketedStamp(after, zone); again.unit > 0 {
					if _, _, two := again.quotedRequest(rest); two {
						return r.wrong(rest, "one record a line")
					}
				}
				for _, part := range [][]byte{before, between} {
					r.findClient(part)
				}
				r.findStatus(after)
				return r.findTook(field, before, between, after)
			}
		},
	})
}

// bracketedStamp reads the first stamp in brackets, and returns what is before it and behind it.
func (r *record) bracketedStamp(text []byte, zone *time.Location) (before, rest []byte) {
	for from := 0; ; {
		open := bytes.IndexByte(text[from:], '[')
		if open < 0 {
			return nil, nil
		}
		open += from
		shut := bytes.IndexByte(text[open:], ']')
		if shut < 0 {
			return nil, nil
		}
		shut += open
		var ok bool
		if r.at, r.unit, ok = anyClock(text[open+1:shut], zone); ok && r.at >= offsetsBelow*second {
			return text[:open], text[shut+1:]
		}
		r.at, r.unit, from = 0, 0, open+1
	}
}

// quotedRequest reads the first quotes that hold a request, and returns what is before them and
// behind them.
func (r *record) quotedRequest(text []byte) (before, after []byte, ok bool) {
	for from := 0; from < len(text); {
		open := bytes.IndexByte(text[from:], '"')
		if open < 0 {
			break
		}
		open += from
		quoted, rest, ok := cutField(text[open:], '"')
		if !ok {
			break
		}
		method, _, two := bytes.Cut(quoted, []byte(" "))
		if two && (methods[string(method)] || bytes.Contains(quoted, []byte(" HTTP/"))) {
			return text[:open], rest, r.setRequest(quoted)
		}
		from = len(text) - len(rest)
	}
	return nil, nil, false
}

// findClient sets the first address.
func (r *record) findClient(text []byte) {
	for word := range bytes.FieldsSeq(text) {
		word = withoutPort(bytes.Trim(word, `,;()"`))
		if _, ok := address(string(word)); ok && r.client == nil {
			r.client = word
		}
	}
}

// findStatus sets the first word that may be the status of an answer.
func (r *record) findStatus(text []byte) {
	for word := range bytes.FieldsSeq(text) {
		if len(word) == 3 && word[0] >= '1' && word[0] <= '5' && r.setStatus(word) {
			return
		}
	}
}
