package server

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// parseFile reads a configuration file: the values of its keys as they are written; clients and a
// carrier it reads into c. The error has all mistakes: the line and column of each, what was found
// and what was meant.
func parseFile(name string, data []byte, c *Config) (values []value, err error) {
	document, err := strict.Parse(name, data)
	if err != nil {
		return nil, err
	}
	root := document.Place()
	switch {
	case !root.Given():
		return nil, nil // nothing but defaults
	case root.Node().Kind != strict.Mapping:
		root.Wrong(root.Node().String(), "keys and values")
		return nil, document.Err()
	}
	fields := settings()
	for _, pair := range root.Node().Pairs {
		key := pair.Key.Text
		at := root.Key(key)
		field, known := fields[key]
		switch {
		case !known:
			at.WrongKey(fmt.Sprintf("the unknown key %q", key),
				unit.Meant(key, slices.Sorted(maps.Keys(fields))))
		case key == "clients":
			readClients(at, &c.Clients)
		case key == "carrier":
			c.Carrier = TermsOf(at)
		case field.Type.Kind() == reflect.Slice && at.Node().Kind == strict.List:
			values = append(values, value{key, "none", place(name, at)})
			for i := range at.Node().Items {
				values = append(values, plain(name, key, at.Item(i)))
			}
		default:
			values = append(values, plain(name, key, at))
		}
	}
	return values, document.Err()
}

// plain returns a value that is not a list.
func plain(file, key string, at strict.Place) value {
	if at.Node().Kind != strict.Scalar {
		at.Wrong(at.Node().String(), "a plain value")
	}
	return value{key, at.Node().Text, place(file, at)}
}

func place(file string, at strict.Place) string {
	return fmt.Sprintf("%s:%d:%d", file, at.Node().Line, at.Node().Column)
}

// readClients reads the credentials of the clients, whose ids must differ.
func readClients(at strict.Place, clients *[]Client) {
	at.Decode(clients)
	known := map[string]bool{}
	for i, c := range *clients {
		if known[c.ID] && c.ID != "" {
			at.Item(i).Wrong(fmt.Sprintf("client %q a second time", c.ID), "once")
		}
		known[c.ID] = true
	}
}
