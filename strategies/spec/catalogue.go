package spec

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

//go:embed catalogue/*.yaml
var files embed.FS

// catalogue holds every named strategy. Each is read at first use, when all parts are registered.
var catalogue = sync.OnceValue(func() map[string]func() Strategy {
	entries, err := files.ReadDir("catalogue")
	if err != nil {
		panic(err)
	}
	all := map[string]func() Strategy{}
	for _, e := range entries {
		all[strings.TrimSuffix(e.Name(), ".yaml")] = sync.OnceValue(func() Strategy {
			return shipped("catalogue/" + e.Name())
		})
	}
	return all
})

// shipped reads a file that comes with the program.
func shipped(file string) Strategy {
	text, err := files.ReadFile(file)
	if err != nil {
		panic(err)
	}
	s, err := Parse(file, text)
	if err != nil {
		panic("spec: " + err.Error())
	}
	return s
}

// Names lists the strategies of the catalogue, sorted.
func Names() []string { return slices.Sorted(maps.Keys(catalogue())) }

// Lookup returns the strategy of that name; the error for an unknown name offers the nearest.
func Lookup(name string) (Strategy, error) {
	if read, ok := catalogue()[name]; ok {
		return read(), nil
	}
	if near := unit.Nearest(name, Names()); len(near) > 0 {
		return Strategy{}, fmt.Errorf("no strategy %q; did you mean %s?", name, unit.Meant(name, near))
	}
	return Strategy{}, fmt.Errorf("no strategy %q; `tokenstorm list strategies` names them", name)
}
