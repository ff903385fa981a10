package reply

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

// values are what the words of a template stand for; nil is nothing.
var values map[string]func(*scope) any

func init() { // refers to itself
	values = map[string]func(*scope) any{
		"id":           func(s *scope) any { return s.call.ID },
		"client":       func(s *scope) any { return s.call.Client },
		"path":         func(s *scope) any { return s.call.Path },
		"api":          func(s *scope) any { return apiOf(s.call.Path) },
		"date":         dated("2006-01-02", 0),
		"compact_date": dated("20060102", 0),
		"time":         dated(time.RFC3339, 0),
		"compact_time": dated("150405", 0),
		"tomorrow":     dated("2006-01-02", 1),

		"number":       ofThing(func(t *Thing) any { return t.number }),
		"key":          ofThing(func(t *Thing) any { return t.key }),
		"master":       ofThing(func(t *Thing) any { return t.master }),
		"index":        ofThing(func(t *Thing) any { return json.Number(itoa(t.index)) }),
		"count":        ofThing(func(t *Thing) any { return json.Number(itoa(t.count)) }),
		"ended":        ofThing(func(t *Thing) any { return onlyIf(t.ended) }),
		"live":         ofThing(func(t *Thing) any { return onlyIf(!t.ended) }),
		"made_on":      ofThing(func(t *Thing) any { return t.call.Now.Format("2006-01-02") }),
		"made_compact": ofThing(func(t *Thing) any { return t.call.Now.Format("20060102") }),

		"price":        ofQuote(func(q *quote) any { return money(q.cents) }),
		"service":      ofQuote(func(q *quote) any { return q.service.Code }),
		"service_name": ofQuote(func(q *quote) any { return q.service.Name }),
		"days":         ofQuote(func(q *quote) any { return json.Number(itoa(q.service.Days)) }),
		"packages":     ofQuote(func(q *quote) any { return json.Number(itoa(q.packages)) }),
		"weight":       ofQuote(func(q *quote) any { return pounds(q.weight) }),
		"delivery":     delivery,

		"label":      func(s *scope) any { return s.document() },
		"label_type": func(s *scope) any { return s.format() },
	}
}

// onlyIf is a value where something holds, and nothing where it does not.
func onlyIf(holds bool) any {
	if holds {
		return true
	}
	return nil
}

func dated(layout string, days int) func(*scope) any {
	return func(s *scope) any { return s.call.Now.AddDate(0, 0, days).Format(layout) }
}

func ofThing(of func(*Thing) any) func(*scope) any {
	return func(s *scope) any {
		if s.thing == nil {
			return nil
		}
		return of(s.thing)
	}
}

func ofQuote(of func(*quote) any) func(*scope) any {
	return func(s *scope) any {
		if q := s.quoted(); q != nil {
			return of(q)
		}
		return nil
	}
}

// delivery is the day on which what is quoted arrives.
func delivery(s *scope) any {
	q := s.quoted()
	if q == nil {
		return nil
	}
	return s.call.Now.AddDate(0, 0, q.service.Days).Format("2006-01-02")
}

// money is a price in units of the currency.
func money(cents int64) json.Number {
	b := strconv.AppendInt(nil, cents/100, 10)
	return json.Number(append(b, '.', byte('0'+cents%100/10), byte('0'+cents%10)))
}

// apiOf is the first two segments of a path, as /addresses/v3/.
func apiOf(path string) string {
	segments := strings.SplitN(strings.TrimPrefix(path, "/"), "/", 3)
	return "/" + strings.Join(segments[:min(len(segments), 2)], "/") + "/"
}
