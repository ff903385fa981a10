package spec

import (
	"fmt"
	"slices"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A fileReader reads the settings of one part from a file. What the part does not ask for is
// unknown.
type fileReader struct {
	part     string
	at       strict.Place // the part
	settings strict.Place // the mapping of its settings; nothing if it is a bare name
	known    []string
}

// Setting reads one setting, if the file has it.
func (r *fileReader) Setting(s *strategies.Setting) {
	r.known = append(r.known, s.Key)
	at := r.settings.Key(s.Key)
	if at.Node() != nil {
		read(at, s)
		return
	}
	if found, _ := s.Problem(); found != "" {
		r.at.Wrong(fmt.Sprintf("%s without %s", r.part, s.Key),
			fmt.Sprintf("%s: {%s: %s}", r.part, s.Key, example(s)))
	}
}

// Given reports whether the file has the setting.
func (r *fileReader) Given(key string) bool { return r.settings.Key(key).Node() != nil }

// Refuse reports a mistake at a setting, or at the part where the file leaves that out.
func (r *fileReader) Refuse(key, found, meant string) {
	if at := r.settings.Key(key); at.Node() != nil {
		at.WrongKey(found, meant)
		return
	}
	r.at.Wrong(found, meant)
}

// finish reports the keys that nobody asked for.
func (r *fileReader) finish() {
	if r.settings.Node() == nil {
		return
	}
	for _, p := range r.settings.Node().Pairs {
		key := p.Key.Text
		if slices.Contains(r.known, key) {
			continue
		}
		meant := r.part + " without settings"
		if len(r.known) > 0 {
			meant = unit.Meant(key, r.known)
		}
		r.settings.Key(key).WrongKey(unknown(key, r.part), meant)
	}
}

func unknown(key, part string) string {
	return fmt.Sprintf("unknown setting %q of %s", key, part)
}
