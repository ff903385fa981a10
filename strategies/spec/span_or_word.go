package spec

import (
	"errors"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A spanOrWord is a length of time above 0s, or the word of its setting.
type spanOrWord struct {
	setting *strategies.Setting
	read    time.Duration
	worded  bool
}

// Patterns are those of its text.
func (s *spanOrWord) Patterns() []string {
	var all []string
	for _, p := range strict.PositiveSpan(0).Patterns() {
		all = append(all, "^"+s.setting.Word+"$|"+p)
	}
	return all
}

// UnmarshalText reads a length of time or the word.
func (s *spanOrWord) UnmarshalText(text []byte) (err error) {
	if s.worded = s.setting != nil && string(text) == s.setting.Word; s.worded {
		return nil
	}
	s.read, err = unit.ParseDuration(string(text))
	if wrong, ok := errors.AsType[*unit.Error](err); ok && s.setting != nil {
		return &unit.Error{Found: wrong.Found, Meant: s.setting.Word + ", or " + wrong.Meant}
	}
	if err == nil && s.read > strategies.Longest {
		longest := unit.FormatDuration(strategies.Longest)
		return &unit.Error{Found: string(text), Meant: "at most " + longest}
	}
	return err
}

// keep sets the setting to what was read.
func (s *spanOrWord) keep() {
	*s.setting.Worded = s.worded
	if !s.worded {
		*s.setting.Field.(*time.Duration) = s.read
	}
}
