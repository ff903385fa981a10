package command

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/pflag"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A setting is a flag that was set without being typed, and where: file, line and column, or the
// environment's variable.
type setting struct {
	flag  *pflag.Flag
	place string
}

// noteSetting notes where a flag was set, for the error that its value may lead to.
func noteSetting(ctx context.Context, f *pflag.Flag, place string) {
	if s, ok := ctx.Value(stageKey{}).(*stage); ok {
		s.settings = append(s.settings, setting{f, place})
	}
}

// A placed error says where a value was set that it is about: who typed a command does not see it.
type placed struct {
	text string
	error
}

func (p *placed) Error() string { return p.text }

func (p *placed) Unwrap() error { return p.error }

// hasPlace matches what is said of a place in a file.
var hasPlace = regexp.MustCompile(`^\S+:\d+:\d+: `)

// withPlaces is the error with the places of settings before those of its lines that are about
// them.
func withPlaces(err error, settings []setting) error {
	lines := strings.Split(err.Error(), "\n")
	for i, line := range lines {
		for _, s := range settings {
			if !hasPlace.MatchString(line) && s.isOf(line) {
				lines[i] = s.place + ": " + line
				break
			}
		}
	}
	return &placed{strings.Join(lines, "\n"), err}
}

// isOf reports whether a line of an error is about the setting: it has the flag, or a value of it.
func (s *setting) isOf(line string) bool {
	if strings.Contains(line+" ", "--"+s.flag.Name+" ") ||
		strings.Contains(line, "--"+s.flag.Name+":") ||
		strings.HasPrefix(line, fmt.Sprintf("%v %s;", s.flag.Value, s.flag.Name)) {
		return true
	}
	values := []string{s.flag.Value.String()}
	if list, ok := s.flag.Value.(pflag.SliceValue); ok {
		values = list.GetSlice()
	}
	for _, value := range values {
		if value == "" {
			continue
		}
		if strings.Contains(line, unit.Quote(value)) || strings.HasPrefix(line, "open "+value+":") {
			return true
		}
	}
	return false
}
