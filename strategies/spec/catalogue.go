package spec

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

//go:embed catalogue/*.yaml
var files embed.FS

// catalogue holds every named strategy. It is read at first use, when all parts are registered.
var catalogue = sync.OnceValue(func() map[string]Strategy {
	entries, err := files.ReadDir("catalogue")
	if err != nil {
		panic(err)
	}
	all := map[string]Strategy{}
	for _, e := range entries {
		file := "catalogue/" + e.Name()
		text, err := files.ReadFile(file)
		if err != nil {
			panic(err)
		}
		s, err := Parse(file, text)
		if err != nil {
			panic("spec: " + err.Error())
		}
		all[s.Name] = s
	}
	return all
})

// Names lists the strategies of the catalogue, sorted.
func Names() []string { return slices.Sorted(maps.Keys(catalogue())) }

// Lookup returns the strategy of that name; the error for an unknown name offers the nearest.
func Lookup(name string) (Strategy, error) {
	if s, ok := catalogue()[name]; ok {
		return s, nil
	}
	if near := unit.Nearest(name, Names()); len(near) > 0 {
		return Strategy{}, fmt.Errorf("no strategy %q; did you mean %s?", name, unit.Meant(name, near))
	}
	return Strategy{}, fmt.Errorf("no strategy %q; `tokenstorm list strategies` names them", name)
}
