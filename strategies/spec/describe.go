package spec

import (
	"reflect"
	"strings"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Part describes a kind of part, as it describes itself.
type Part struct {
	Name     string    `json:"name"`
	About    string    `json:"about"`
	Settings []Setting `json:"settings"`
}

// A Setting describes a setting of a part.
type Setting struct {
	Key     string `json:"key"`
	Value   string `json:"value"`             // what may be written
	Default string `json:"default,omitempty"` // of a file that leaves it out, as it would write it
	Absent  string `json:"absent,omitempty"`  // or in words, where that cannot be written
	About   string `json:"about"`             // one sentence
}

// Parts describes every part there is, sorted by name.
func Parts() []Part {
	var all []Part
	for _, k := range strategies.Kinds() {
		p := Part{Name: k.Name, About: k.About, Settings: []Setting{}}
		for _, s := range strategies.Describe(k.Part) {
			p.Settings = append(p.Settings, describe(&s))
		}
		all = append(all, p)
	}
	return all
}

func describe(s *strategies.Setting) Setting {
	n := notationOf(s)
	d := Setting{Key: s.Key, About: s.About, Value: n.value, Default: text(s)}
	if isList(s) {
		d.Value, n.absent = n.list, ""
	}
	found, _ := s.Problem()
	switch {
	case d.Default != "":
	case n.absent != "":
		d.Absent = n.absent
	case found != "":
		d.Absent = "required"
	default:
		d.Absent = "none"
	}
	return d
}

// text is what the field of a setting holds, as a file would write it; empty where a file would
// leave the setting out.
func text(s *strategies.Setting) string {
	n, field := notationOf(s), reflect.ValueOf(s.Field).Elem()
	if !isList(s) {
		return n.print(field.Interface())
	}
	words := make([]string, field.Len())
	for i := range words {
		words[i] = n.print(field.Index(i).Interface())
	}
	if len(words) == 0 {
		return ""
	}
	return "[" + strings.Join(words, ", ") + "]"
}
