package reply

import (
	"strconv"
	"strings"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

// A wordOf appends the JSON of what a word of a template stands for; not ok means that it stands
// for nothing. It is a text, a number or true.
type wordOf func(b []byte, s *scope) ([]byte, bool)

// values are what the words of a template stand for.
var values map[string]wordOf

func init() { // refers to itself
	values = map[string]wordOf{
		"id":           ofCall(func(c *Call) string { return c.ID }),
		"client":       ofCall(func(c *Call) string { return c.Client }),
		"path":         ofCall(func(c *Call) string { return c.Path }),
		"api":          ofCall(func(c *Call) string { return apiOf(c.Path) }),
		"date":         dated("2006-01-02", 0),
		"compact_date": dated("20060102", 0),
		"time":         dated(time.RFC3339, 0),
		"compact_time": dated("150405", 0),
		"tomorrow":     dated("2006-01-02", 1),

		"number": ofThing(func(b []byte, t *Thing) []byte { return appendText(b, t.number) }),
		"key":    ofThing(func(b []byte, t *Thing) []byte { return appendText(b, t.key) }),
		"master": ofThing(func(b []byte, t *Thing) []byte { return appendText(b, t.master) }),
		"index":  ofThing(func(b []byte, t *Thing) []byte { return appendInt(b, t.index) }),
		"count":  ofThing(func(b []byte, t *Thing) []byte { return appendInt(b, t.count) }),
		"ended":  onlyIf(func(t *Thing) bool { return t.ended }),
		"live":   onlyIf(func(t *Thing) bool { return !t.ended }),
		"made_on": ofThing(func(b []byte, t *Thing) []byte {
			return appendTime(b, t.call.Now, "2006-01-02")
		}),
		"made_compact": ofThing(func(b []byte, t *Thing) []byte {
			return appendTime(b, t.call.Now, "20060102")
		}),

		"price":        ofQuote(func(b []byte, q *quote) []byte { return appendMoney(b, q.cents) }),
		"service":      ofQuote(func(b []byte, q *quote) []byte { return appendText(b, q.service.Code) }),
		"service_name": ofQuote(func(b []byte, q *quote) []byte { return appendText(b, q.service.Name) }),
		"days":         ofQuote(func(b []byte, q *quote) []byte { return appendInt(b, q.service.Days) }),
		"packages":     ofQuote(func(b []byte, q *quote) []byte { return appendInt(b, q.packages) }),
		"weight":       ofQuote(func(b []byte, q *quote) []byte { return appendPounds(b, q.weight) }),
		"delivery":     delivery,

		"label":      func(b []byte, s *scope) ([]byte, bool) { return s.appendDocument(b), true },
		"label_type": func(b []byte, s *scope) ([]byte, bool) { return appendText(b, s.format()), true },
	}
}

// onlyIf is true where something holds of the thing, and nothing where it does not.
func onlyIf(holds func(*Thing) bool) wordOf {
	return func(b []byte, s *scope) ([]byte, bool) {
		if s.thing == nil || !holds(s.thing) {
			return b, false
		}
		return append(b, "true"...), true
	}
}

func ofCall(of func(*Call) string) wordOf {
	return func(b []byte, s *scope) ([]byte, bool) { return appendText(b, of(s.call)), true }
}

func dated(layout string, days int) wordOf {
	return func(b []byte, s *scope) ([]byte, bool) {
		return appendTime(b, s.call.Now.AddDate(0, 0, days), layout), true
	}
}

func ofThing(appendOf func([]byte, *Thing) []byte) wordOf {
	return func(b []byte, s *scope) ([]byte, bool) {
		if s.thing == nil {
			return b, false
		}
		return appendOf(b, s.thing), true
	}
}

func ofQuote(appendOf func([]byte, *quote) []byte) wordOf {
	return func(b []byte, s *scope) ([]byte, bool) {
		if q := s.quoted(); q != nil {
			return appendOf(b, q), true
		}
		return b, false
	}
}

// delivery is the day on which what is quoted arrives.
func delivery(b []byte, s *scope) ([]byte, bool) {
	q := s.quoted()
	if q == nil {
		return b, false
	}
	return appendTime(b, s.call.Now.AddDate(0, 0, q.service.Days), "2006-01-02"), true
}

func appendInt(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }

// appendTime appends an instant as a text; no layout has what JSON would escape.
func appendTime(b []byte, at time.Time, layout string) []byte {
	return append(at.AppendFormat(append(b, '"'), layout), '"')
}

// appendMoney appends a price in units of the currency.
func appendMoney(b []byte, cents int64) []byte {
	b = strconv.AppendInt(b, cents/100, 10)
	return append(b, '.', byte('0'+cents%100/10), byte('0'+cents%10))
}

// appendPounds appends a weight in pounds.
func appendPounds(b []byte, thousandths int64) []byte {
	b = append(strconv.AppendInt(b, thousandths/1000, 10), '.')
	return strconv.AppendInt(b, thousandths%1000/100, 10)
}

// apiOf is the first two segments of a path, as /addresses/v3/.
func apiOf(path string) string {
	segments := strings.SplitN(strings.TrimPrefix(path, "/"), "/", 3)
	return "/" + strings.Join(segments[:min(len(segments), 2)], "/") + "/"
}
