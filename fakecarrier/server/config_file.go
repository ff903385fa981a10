package server

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// parseFile reads a configuration file: the values of its keys as they are written; clients and a
// carrier it reads into c. The error has all mistakes: the line and column of each, what was found
// and what was meant.
func parseFile(name string, data []byte, c *Config) (values []value, err error) {
	if m := crowd(name, data); m != nil {
		return nil, m
	}
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

// crowd is the mistake of a file that lists too many clients, one a line, which is seen before the
// file is parsed: that takes a second where there are tens of thousands.
func crowd(name string, data []byte) error {
	if len(data) < 8*front.MostClients { // too short for so many
		return nil
	}
	clients, dashes, n, line := false, 0, 0, 0
	for text := range bytes.Lines(data) {
		line++
		content := bytes.TrimLeft(text, " ")
		indent := len(text) - len(content)
		switch {
		case indent == 0 && bytes.HasPrefix(content, []byte("clients:")):
			clients, dashes = true, -1
		case !clients || !bytes.HasPrefix(content, []byte("- ")) || dashes >= 0 && dashes != indent:
			if indent == 0 && len(bytes.TrimSpace(content)) > 0 && content[0] != '#' {
				clients = false // the next key
			}
		default:
			dashes = indent
			if n++; n > front.MostClients {
				return strict.Mistakes{{
					File: name, Line: line, Column: indent + 1, Found: fmt.Sprintf("client %d", n),
					Meant: fmt.Sprintf("at most %d", front.MostClients),
				}}
			}
		}
	}
	return nil
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
	if n := len(at.Node().Items); n > front.MostClients {
		at.Item(front.MostClients).Wrong(fmt.Sprintf("client %d of %d", front.MostClients+1, n),
			fmt.Sprintf("at most %d", front.MostClients))
		return
	}
	at.Decode(clients)
	known := map[string]bool{}
	for i, c := range *clients {
		if known[c.ID] && c.ID != "" {
			at.Item(i).Wrong(fmt.Sprintf("client %q a second time", c.ID), "once")
		}
		known[c.ID] = true
	}
}
