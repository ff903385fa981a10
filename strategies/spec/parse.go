package spec

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// Parse reads a strategy written in YAML: what it is about, and its parts, outermost first. The
// strategy is named after the file. The error holds every mistake of the file and its place.
func Parse(file string, text []byte) (Strategy, error) {
	s := Strategy{Name: strings.TrimSuffix(path.Base(file), path.Ext(file)), File: file}
	d, err := strict.Parse(file, text)
	if err != nil {
		return s, err
	}
	root := d.Place()
	if root.Node() == nil || len(root.Node().Pairs) == 0 {
		root.Wrong(shown(root.Node()), `a strategy, which has "about" and "parts"`)
		return s, d.Err()
	}
	refuseUnknown(root, "a strategy", []string{"about", "parts"})
	if about := root.Key("about"); about.Given() {
		s.About = strings.TrimSpace(about.Node().Text)
		if about.Node().Kind != strict.Scalar {
			about.Wrong("about: "+shown(about.Node()), "text")
		}
	}
	parts := root.Key("parts")
	if !parts.Given() || parts.Node().Kind != strict.List {
		parts.Wrong("parts: "+shown(parts.Node()), "a list, like parts: [retry, cache]")
		return s, d.Err()
	}
	for i := range parts.Node().Items {
		s.Parts = append(s.Parts, parsePart(parts.Item(i)))
	}
	if d.Err() != nil {
		return s, d.Err()
	}
	if wrong, ok := errors.AsType[*strategies.PartError](strategies.Check(s.Parts...)); ok {
		at := parts
		if wrong.Index < len(s.Parts) {
			at = parts.Item(wrong.Index)
		}
		at.Wrong(wrong.Found, wrong.Meant)
	}
	return s, d.Err()
}

// parsePart reads one entry of the list: a bare name, or a name with settings. It returns nil where
// it cannot tell which part is meant.
func parsePart(at strict.Place) strategies.Part {
	const meant = "the name of a part"
	var settings strict.Place
	name := at.Node().Text
	switch n := at.Node(); {
	case len(n.Pairs) > 1:
		at.Key(n.Pairs[1].Key.Text).WrongKey(fmt.Sprintf("%q", n.Pairs[1].Key.Text),
			"one part to a list entry")
		return nil
	case len(n.Pairs) == 1:
		name = n.Pairs[0].Key.Text
		settings = at.Key(name)
	case n.Kind != strict.Scalar:
		at.Wrong(shown(n), meant)
		return nil
	}
	kind, ok := strategies.KindNamed(name)
	if !ok {
		at.Wrong(fmt.Sprintf("unknown part %q", name), unit.Meant(name, kindNames()))
		return nil
	}
	if settings.Given() && settings.Node().Kind != strict.Mapping {
		settings.Wrong(shown(settings.Node()),
			fmt.Sprintf("settings, like %s: {key: value}", name))
		return nil
	}
	r := reader{part: name, at: at, settings: settings}
	return r.read(kind.Part)
}

func kindNames() []string {
	var names []string
	for _, k := range strategies.Kinds() {
		names = append(names, k.Name)
	}
	return names
}

// refuseUnknown reports the keys of a mapping that are not known.
func refuseUnknown(mapping strict.Place, of string, known []string) {
	for _, pair := range mapping.Node().Pairs {
		key, meant := pair.Key.Text, of+" without settings"
		if slices.Contains(known, key) {
			continue
		}
		if len(known) > 0 {
			meant = unit.Meant(key, known)
		}
		mapping.Key(key).WrongKey(fmt.Sprintf("unknown setting %q of %s", key, of), meant)
	}
}

// shown describes a node in a message.
func shown(n *strict.Node) string {
	if n == nil || n.Kind == strict.Mapping && len(n.Pairs) == 0 {
		return "nothing"
	}
	return n.String()
}
