package quota

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A WindowKind says how the windows of a Limit lie, and what a hit beyond the limit does to them.
// The zero WindowKind is Fixed. It reads and writes itself as text: "sliding", "bucketed 5s".
type WindowKind struct {
	name   string        // "" is fixed
	length time.Duration // of the buckets, where they have one
}

// A windowKind is one kind, which registers itself from its own file.
type windowKind struct {
	name  string
	about string // one line
	long  bool   // a length of time follows the name
	open  func(Limit) Rule
	check func(Limit) error // what a limit of the kind cannot be; nil: nothing more than any limit
}

const fixedName = "fixed"

var windowKinds = map[string]windowKind{}

// registerWindow makes a kind known by its name.
func registerWindow(k windowKind) WindowKind {
	if _, ok := windowKinds[k.name]; ok {
		panic("quota: window kind " + k.name + " is registered twice")
	}
	windowKinds[k.name] = k
	return WindowKind{name: strings.TrimPrefix(k.name, fixedName)}
}

// WindowKinds lists what may be written for a kind, sorted, with an example of a length.
func WindowKinds() (all []string) {
	for _, name := range slices.Sorted(maps.Keys(windowKinds)) {
		if windowKinds[name].long {
			name += " 5s"
		}
		all = append(all, name)
	}
	return all
}

// lookup is what is known of the kind.
func (k WindowKind) lookup() windowKind {
	if k.name == "" {
		return windowKinds[fixedName]
	}
	return windowKinds[k.name]
}

// About says in one line how its windows lie.
func (k WindowKind) About() string { return k.lookup().about }

// String is the text form.
func (k WindowKind) String() string {
	of := k.lookup()
	if of.long {
		return of.name + " " + unit.FormatDuration(k.length)
	}
	return of.name
}

// MarshalText writes the text form.
func (k WindowKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the text form.
func (k *WindowKind) UnmarshalText(text []byte) error {
	name, length, given := strings.Cut(string(text), " ")
	of, ok := windowKinds[name]
	wrong := func(meant string) error {
		return &unit.Error{Found: unit.Quote(string(text)), Meant: meant}
	}
	switch {
	case !ok:
		return wrong(unit.Meant(string(text), WindowKinds()))
	case !of.long && given:
		return wrong(unit.Quote(name) + " alone")
	}
	*k = WindowKind{name: strings.TrimPrefix(name, fixedName)}
	if !of.long {
		return nil
	}
	var err error
	if k.length, err = unit.ParseDuration(length); err != nil || k.length <= 0 {
		return wrong(name + " and a length above zero, as " + name + " 5s")
	}
	return nil
}

// Patterns are those of its text.
func (WindowKind) Patterns() []string {
	words := make([]string, 0, len(windowKinds))
	for _, name := range slices.Sorted(maps.Keys(windowKinds)) {
		if windowKinds[name].long {
			name += ` \S+`
		}
		words = append(words, name)
	}
	return []string{"^(" + strings.Join(words, "|") + ")$"}
}
