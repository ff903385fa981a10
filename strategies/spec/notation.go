package spec

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A notation is how a file writes a value of a setting, or each value of its list.
type notation struct {
	value   string // what may be written, in words
	list    string // the same of a list
	example string
	absent  string // what it means where print has no text; empty: that there is none
	schema  object
	parse   func(text string) (value any, meant string)
	print   func(value any) string // empty for what a file cannot write
}

// notationOf returns the notation of a setting.
func notationOf(s *strategies.Setting) notation {
	switch s.Field.(type) {
	case *time.Duration, *[]time.Duration:
		return lengthNotation(s)
	case *strategies.Rate:
		return notation{
			value: "rate", example: "1/s", schema: textSchema([]string{rates, "[1-9].*/"}),
			parse: func(text string) (any, string) { return parseRate(text) },
			print: func(value any) string {
				if value == (strategies.Rate{}) {
					return ""
				}
				return value.(strategies.Rate).String()
			},
		}
	case *bool:
		return wordNotation(s, func(i int) any { return i == 1 })
	case *[]strategies.Why:
		return wordNotation(s, func(i int) any { return strategies.Why(i + 1) }) // the first has no word
	case *int, *[]int:
		if s.Words != nil {
			return wordNotation(s, func(i int) any { return i })
		}
		return numberNotation(s)
	}
	panic("spec: no notation of the type of " + s.Key)
}

func lengthNotation(s *strategies.Setting) notation {
	least := time.Duration(s.Least)
	n := notation{
		value: "length of time", list: "list of lengths of time", absent: "for ever",
		example: max(least, 200*time.Millisecond).String(),
		schema:  textSchema(strict.Span(0).Patterns()),
		parse: func(text string) (any, string) {
			d, err := unit.ParseDuration(text)
			if err != nil {
				return nil, "a duration with its unit, like 200ms"
			}
			return d, ""
		},
		print: func(value any) string {
			if value == strategies.Forever {
				return ""
			}
			return unit.FormatDuration(value.(time.Duration))
		},
	}
	switch {
	case least == 1:
		n.value += " above 0s"
	case least > 1:
		n.value += " from " + unit.FormatDuration(least)
	}
	if least > 0 {
		n.schema = textSchema(strict.PositiveSpan(0).Patterns())
	}
	return n
}

func numberNotation(s *strategies.Setting) notation {
	n := notation{
		value: fmt.Sprintf("whole number from %d", s.Least), list: "list of HTTP statuses",
		example: strconv.FormatInt(s.Least, 10), absent: "no limit",
		schema: object{"type": "integer", "minimum": s.Least},
		print: func(value any) string {
			if value == math.MaxInt {
				return ""
			}
			return strconv.Itoa(value.(int))
		},
	}
	if isList(s) {
		n.example = "403"
	}
	if s.Most < math.MaxInt {
		n.value += fmt.Sprintf(" to %d", s.Most)
		n.schema["maximum"] = s.Most
	}
	n.parse = func(text string) (any, string) {
		v, err := strconv.Atoi(text)
		if err != nil {
			return nil, fmt.Sprintf("a whole number from %d to %d", s.Least, s.Most)
		}
		return v, ""
	}
	return n
}

// wordNotation is that of words, of which each stands for the value of its index.
func wordNotation(s *strategies.Setting, valueOf func(i int) any) notation {
	words := s.Writable()
	return notation{
		value: unit.Or(words), list: "list of " + strings.Join(words, ", "), example: words[0],
		schema: object{"enum": words},
		parse: func(text string) (any, string) {
			if !slices.Contains(words, text) {
				return nil, unit.Meant(text, words)
			}
			return valueOf(slices.Index(s.Words, text)), ""
		},
		print: func(value any) string {
			for i, word := range s.Words {
				if valueOf(i) == value {
					return word
				}
			}
			return ""
		},
	}
}

func isList(s *strategies.Setting) bool {
	return reflect.TypeOf(s.Field).Elem().Kind() == reflect.Slice
}

// example is how a file may write a setting.
func example(s *strategies.Setting) string {
	one := notationOf(s).example
	if !isList(s) {
		return one
	}
	return "[" + strings.Join(slices.Repeat([]string{one}, max(1, s.Length)), ", ") + "]"
}

// read reads what stands at a place into the field of a setting, and reports what is wrong with it.
func read(at strict.Place, s *strategies.Setting) {
	n := notationOf(s)
	if !isList(s) {
		if v, ok := n.read(at, s); ok {
			reflect.ValueOf(s.Field).Elem().Set(v)
		}
		return
	}
	if node := at.Node(); node.Kind != strict.List {
		found := node.String()
		if node.Kind == strict.Scalar {
			found = unit.Shorten(node.Text)
		}
		at.Wrong(s.Key+": "+found, "a list, like "+s.Key+": "+example(s))
		return
	}
	items := len(at.Node().Items)
	all, right := reflect.MakeSlice(reflect.TypeOf(s.Field).Elem(), items, items), true
	for i := range items {
		if v, ok := n.read(at.Item(i), s); ok {
			all.Index(i).Set(v)
		} else {
			right = false
		}
	}
	if !right {
		return
	}
	if found, meant := problem(s, all); found != "" {
		at.Wrong(s.Key+": "+found, meant)
		return
	}
	reflect.ValueOf(s.Field).Elem().Set(all)
}

// read reads a single value, and reports what is wrong with it.
func (n notation) read(at strict.Place, s *strategies.Setting) (reflect.Value, bool) {
	node := at.Node()
	if node.Kind != strict.Scalar {
		at.Wrong(s.Key+": "+node.String(), s.Key+": "+example(s))
		return reflect.Value{}, false
	}
	value, meant := n.parse(node.Text)
	v := reflect.ValueOf(value)
	if meant == "" {
		_, meant = problem(s, v)
	}
	if meant != "" {
		at.Wrong(s.Key+": "+unit.Shorten(node.Text), meant)
		return v, false
	}
	return v, true
}

// problem is what would be wrong if the field of a setting held v.
func problem(s *strategies.Setting, v reflect.Value) (found, meant string) {
	field := reflect.New(v.Type())
	field.Elem().Set(v)
	with := *s
	with.Field = field.Interface()
	return with.Problem()
}
