package server

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// clientsKey is the one key of a file that is no flag.
const clientsKey = "clients"

// A configFile is a configuration file, whose keys are settings.
type configFile struct {
	name    string
	known   []setting
	values  []value
	clients []Client
}

// read reads the one document that the file has. The error has all mistakes: at which line and
// column they are, what stands there, and what was meant.
func (f *configFile) read(data []byte) error {
	document, err := strict.Parse(f.name, data)
	if err != nil {
		return err
	}
	at := document.Place()
	switch {
	case !at.Given():
		return nil // all is usual
	case at.Node().Kind != strict.Mapping:
		at.Wrong(at.Node().String(), "keys and values")
		return document.Err()
	}
	for _, pair := range at.Node().Pairs {
		f.entry(pair.Key.Text, at.Key(pair.Key.Text))
	}
	return document.Err()
}

// entry reads what stands at one key.
func (f *configFile) entry(key string, at strict.Place) {
	if key == clientsKey {
		f.readClients(at)
		return
	}
	names := []string{clientsKey}
	for _, s := range f.known {
		if names = append(names, s.name); s.name != key {
			continue
		}
		if s.reset == nil || at.Node().Kind != strict.List {
			f.take(s, at)
			return
		}
		f.values = append(f.values, value{setting: s, place: f.place(at), empty: true})
		for i := range at.Node().Items {
			f.take(s, at.Item(i))
		}
		return
	}
	at.WrongKey(fmt.Sprintf("the unknown key %q", key), unit.Meant(key, names))
}

// take keeps the value of a setting, as it is written.
func (f *configFile) take(s setting, at strict.Place) {
	if at.Node().Kind != strict.Scalar {
		at.Wrong(at.Node().String(), "a plain value")
		return
	}
	f.values = append(f.values, value{setting: s, text: at.Node().Text, place: f.place(at)})
}

// readClients reads the credentials of the clients, each of whom comes once.
func (f *configFile) readClients(at strict.Place) {
	at.Decode(&f.clients)
	known := map[string]bool{}
	for i, c := range f.clients {
		if known[c.ID] && c.ID != "" {
			at.Item(i).Wrong(fmt.Sprintf("client %q a second time", c.ID), "once")
		}
		known[c.ID] = true
	}
}

// place is where a value stands.
func (f *configFile) place(at strict.Place) string {
	return fmt.Sprintf("%s:%d:%d", f.name, at.Node().Line, at.Node().Column)
}
