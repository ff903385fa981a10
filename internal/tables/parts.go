package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// parts renders what each part does.
func parts() (string, error) {
	var rows [][]string
	for _, k := range strategies.Kinds() {
		rows = append(rows, []string{code(k.Name), k.About})
	}
	return markdown([]string{"part", "what it does"}, rows), nil
}

// settings renders each setting of each part as --vary names it, with what files mean that leave it
// out.
func settings() (string, error) {
	var rows [][]string
	for _, k := range strategies.Kinds() {
		for _, s := range strategies.Describe(k.Part) {
			rows = append(rows, []string{code(k.Name + "." + s.Key), usual(&s), bounds(&s), s.About})
		}
	}
	return markdown([]string{"setting", "default", "may be", "what it means"}, rows), nil
}

// usual renders the default of a setting.
func usual(s *strategies.Setting) string {
	switch f := s.Field.(type) {
	case *time.Duration:
		if *f == strategies.Forever {
			return "for ever"
		}
		return code(unit.FormatDuration(*f))
	case *strategies.Rate:
		if *f == (strategies.Rate{}) {
			return "required"
		}
		return code(f.String())
	case *int:
		switch {
		case s.Words == nil && *f == math.MaxInt:
			return "no limit"
		case s.Words == nil:
			return code(strconv.Itoa(*f))
		}
		if word := s.Words[*f]; word != "" {
			return code(word)
		}
		return "none"
	case *bool:
		if *f {
			return code(s.Words[1])
		}
		return code(s.Words[0])
	case *[]time.Duration:
		return listed(*f, unit.FormatDuration)
	case *[]int:
		return listed(*f, strconv.Itoa)
	case *[]strategies.Why:
		return listed(*f, strategies.Why.String)
	}
	panic("tables: no text for the type of " + s.Key)
}

func listed[T any](values []T, text func(T) string) string {
	if len(values) == 0 {
		return "none"
	}
	var texts []string
	for _, v := range values {
		texts = append(texts, text(v))
	}
	return code("[" + strings.Join(texts, ", ") + "]")
}

// bounds renders what may be written.
func bounds(s *strategies.Setting) string {
	list := ""
	switch s.Field.(type) {
	case *[]time.Duration, *[]int, *[]strategies.Why:
		list = "a list of "
	}
	if s.Words != nil {
		var words []string
		for _, word := range s.Writable() {
			words = append(words, code(word))
		}
		return list + strings.Join(words, ", ")
	}
	switch s.Field.(type) {
	case *strategies.Rate:
		return "a rate above 0"
	case *[]time.Duration:
		return fmt.Sprintf("none, or %d, each from %s", s.Length, length(s.Least))
	case *time.Duration:
		if s.Least == 1 {
			return "a time above 0"
		}
		return "a time from " + length(s.Least)
	}
	if s.Most == math.MaxInt {
		return fmt.Sprintf("%d or more", s.Least)
	}
	return list + fmt.Sprintf("%d to %d", s.Least, s.Most)
}

func length(ns int64) string { return code(unit.FormatDuration(time.Duration(ns))) }
