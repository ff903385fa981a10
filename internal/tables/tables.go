package main

import (
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// tables are the tables by name.
var tables = map[string]func() (string, error){
	"carriers":   carriers,
	"commands":   commands,
	"charts":     charts,
	"fields":     fields,
	"figures":    figures,
	"parts":      parts,
	"readings":   readings,
	"scenarios":  catalogue,
	"settings":   settings,
	"strategies": composed,
}

func readings() (string, error) {
	var rows [][]string
	for _, r := range quota.Readings() {
		rows = append(rows, []string{code(r.ID), r.About})
	}
	return markdown([]string{"ID", "a hit at *t* violates it if there are"}, rows), nil
}

func composed() (string, error) {
	var rows [][]string
	for _, name := range spec.Names() {
		s, err := spec.Lookup(name)
		if err != nil {
			return "", err
		}
		rows = append(rows, []string{code(name), reports.Opening(s.About)})
	}
	return markdown([]string{"name", "what it does"}, rows), nil
}

func catalogue() (string, error) {
	var rows [][]string
	for _, name := range scenarios.Names() {
		s, err := scenarios.Load(name)
		if err != nil {
			return "", err
		}
		rows = append(rows, []string{code(name), reports.Opening(s.About)})
	}
	return markdown([]string{"name", "what it demonstrates"}, rows), nil
}
