package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// What values are written like, where an error or a document says so.
const (
	meantDuration = "a duration with its unit, like 200ms"
	meantRate     = "a rate, like 1/s, 1.5/s or 90/m"
)

// read reads what stands at a place into the field of a setting, and reports what is wrong with it.
func read(at strict.Place, s *strategies.Setting) {
	switch f := s.Field.(type) {
	case *time.Duration:
		scalar(at, s, f, parseDuration)
	case *strategies.Rate:
		scalar(at, s, f, parseRate)
	case *int:
		if s.Words != nil {
			scalar(at, s, f, index(s.Words))
		} else {
			scalar(at, s, f, parseCount(s))
		}
	case *bool:
		scalar(at, s, f, func(text string) (bool, string) {
			i, meant := index(s.Words)(text)
			return i == 1, meant
		})
	case *[]time.Duration:
		list(at, s, f, parseDuration)
	case *[]int:
		list(at, s, f, parseCount(s))
	case *[]strategies.Why:
		list(at, s, f, func(text string) (strategies.Why, string) {
			i, meant := index(s.Words)(text)
			return strategies.Why(i + 1), meant // the first reason is none
		})
	default:
		panic("spec: no reader of the type of " + s.Key)
	}
}

// A parser reads a value, or says what was meant.
type parser[T any] func(text string) (value T, meant string)

// scalar reads a single value, and reports whether it is right.
func scalar[T any](at strict.Place, s *strategies.Setting, field *T, parse parser[T]) bool {
	if n := at.Node(); n.Kind != strict.Scalar {
		at.Wrong(s.Key+": "+shown(n), s.Key+": "+example(s))
		return false
	}
	text := at.Node().Text
	v, meant := parse(text)
	if meant == "" {
		one := *s
		one.Field = &v
		_, meant = one.Problem()
	}
	if meant != "" {
		at.Wrong(s.Key+": "+unit.Shorten(text), meant)
		return false
	}
	*field = v
	return true
}

// list reads a list of values.
func list[T any](at strict.Place, s *strategies.Setting, field *[]T, parse parser[T]) {
	if n := at.Node(); n.Kind != strict.List {
		found := shown(n)
		if n.Kind == strict.Scalar {
			found = unit.Shorten(n.Text)
		}
		at.Wrong(s.Key+": "+found, "a list, like "+s.Key+": "+example(s))
		return
	}
	all, right := make([]T, len(at.Node().Items)), true
	for i := range all {
		right = scalar(at.Item(i), s, &all[i], parse) && right
	}
	if !right {
		return
	}
	whole := *s
	whole.Field = &all
	if found, meant := whole.Problem(); found != "" {
		at.Wrong(s.Key+": "+found, meant)
		return
	}
	*field = all
}

func parseDuration(text string) (time.Duration, string) {
	d, err := unit.ParseDuration(text)
	if err != nil {
		return 0, meantDuration
	}
	return d, ""
}

func parseCount(s *strategies.Setting) parser[int] {
	return func(text string) (int, string) {
		v, err := strconv.Atoi(text)
		if err != nil {
			return 0, fmt.Sprintf("a whole number from %d to %d", s.Least, s.Most)
		}
		return v, ""
	}
}

// index reads one of words.
func index(words []string) parser[int] {
	return func(text string) (int, string) {
		i := slices.Index(words, text)
		if i < 0 || text == "" {
			writable := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" })
			return 0, unit.Meant(text, writable)
		}
		return i, ""
	}
}

// example is how a setting may be written.
func example(s *strategies.Setting) string {
	switch s.Field.(type) {
	case *time.Duration:
		return max(time.Duration(s.Least), 200*time.Millisecond).String()
	case *strategies.Rate:
		return "1/s"
	case *[]time.Duration:
		return "[" + strings.Join(slices.Repeat([]string{"200ms"}, max(1, s.Length)), ", ") + "]"
	case *[]int:
		return "[403]"
	case *int:
		if s.Words == nil {
			return strconv.FormatInt(s.Least, 10)
		}
	case *[]strategies.Why:
		return "[" + s.Words[0] + "]"
	}
	return s.Writable()[0]
}
