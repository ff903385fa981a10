package strategies

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"sync"
)

//go:embed catalogue/*.yaml
var files embed.FS

var registered = map[string]Composition{}

// register adds a strategy that is written in Go to the catalogue.
func register(c Composition) {
	if _, ok := registered[c.Name]; ok {
		panic(fmt.Sprintf("strategies: two strategies are called %q", c.Name))
	}
	if i, problem := misfit(c.Parts); problem != "" {
		panic(fmt.Sprintf("strategies: %s: part %d: %s", c.Name, i+1, problem))
	}
	registered[c.Name] = c
}

// catalogue holds every named strategy, whether written in YAML or in Go. It is read at first use,
// when all parts are registered.
var catalogue = sync.OnceValue(func() map[string]Composition {
	entries, err := files.ReadDir("catalogue")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		file := "catalogue/" + e.Name()
		data, err := files.ReadFile(file)
		if err != nil {
			panic(err)
		}
		c, err := Parse(file, data)
		if err != nil {
			panic("strategies: " + err.Error())
		}
		register(c)
	}
	return registered
})

// Names lists the strategies of the catalogue, sorted.
func Names() []string { return slices.Sorted(maps.Keys(catalogue())) }

// Lookup returns the strategy of that name; the error for an unknown name offers the nearest.
func Lookup(name string) (Composition, error) {
	if c, ok := catalogue()[name]; ok {
		return c, nil
	}
	if near, ok := Near(name, Names()); ok {
		return Composition{}, fmt.Errorf("no strategy %q; did you mean %q?", name, near)
	}
	return Composition{}, fmt.Errorf("no strategy %q; `tokenstorm list strategies` names them", name)
}
