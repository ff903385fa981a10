package main

import (
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/command"
	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// tables are the tables by name.
var tables = map[string]func() (string, error){
	"carriers":   carriers,
	"hosts":      hosts,
	"commands":   commands,
	"charts":     listing("charts", "name", "what it shows"),
	"facts":      facts,
	"fields":     fields,
	"formats":    formats,
	"figures":    figures,
	"providers":  providers,
	"parts":      listing("parts", "part", "what it does"),
	"readings":   readings,
	"scenarios":  listing("scenarios", "name", "what it demonstrates"),
	"settings":   settings,
	"strategies": listing("strategies", "name", "what it does"),
	"windows":    windows,
}

// listing renders what the command list prints of a kind.
func listing(kind string, heading ...string) func() (string, error) {
	return func() (string, error) {
		entries, err := command.Listing(kind)
		if err != nil {
			return "", err
		}
		var rows [][]string
		for _, e := range entries {
			rows = append(rows, []string{code(e.Name), reports.Opening(e.About)})
		}
		return markdown(heading, rows), nil
	}
}

func commands() (string, error) {
	var rows [][]string
	for _, c := range command.Commands() {
		rows = append(rows, []string{code(c.Name()), c.Short + "."})
	}
	return markdown([]string{"command", "what it does"}, rows), nil
}

func windows() (string, error) {
	var rows [][]string
	for _, text := range quota.WindowKinds() {
		var kind quota.WindowKind
		if err := kind.UnmarshalText([]byte(text)); err != nil {
			return "", err
		}
		rows = append(rows, []string{code(text), kind.About()})
	}
	return markdown([]string{"windows of a limit", "how they lie"}, rows), nil
}

func readings() (string, error) {
	var rows [][]string
	for _, r := range quota.Readings() {
		rows = append(rows, []string{code(r.ID), r.About})
	}
	return markdown([]string{"ID", "a hit at *t* violates it if there are"}, rows), nil
}

func formats() (string, error) {
	var rows [][]string
	for _, f := range logs.Formats() {
		line := f.Example()
		if runes := []rune(line); len(runes) > 60 {
			line = string(runes[:60]) + "..."
		}
		stamp := f.Stamp.String()
		if f.Wraps {
			stamp = "that of the line in it; " + stamp + " where that is finer"
		}
		rows = append(rows, []string{code(f.Name), f.About, stamp,
			"`` " + strings.ReplaceAll(line, "|", `\|`) + " ``"})
	}
	return markdown([]string{"format", "who writes it", "its stamps are", "a line of it"}, rows), nil
}

func carriers() (string, error) {
	var rows [][]string
	for _, name := range fakecarrier.Profiles() {
		p, err := fakecarrier.LookupProfile(name)
		if err != nil {
			return "", err
		}
		path := "none"
		if p.Wire != nil {
			path = code("POST " + p.Wire.Token)
		}
		rows = append(rows, []string{
			code(name), path, saidOf(&p)["expires_in"], p.Policy.String(), command.Limits(&p),
		})
	}
	heading := []string{"carrier", "tokens", "expires_in", "older tokens", "limits"}
	return markdown(heading, rows), nil
}

// hosts renders where the carriers answer.
func hosts() (string, error) {
	var rows [][]string
	for _, name := range fakecarrier.Profiles() {
		p, err := fakecarrier.LookupProfile(name)
		if err != nil {
			return "", err
		}
		var at []string
		for _, host := range p.Hosts {
			at = append(at, code(host))
		}
		if len(at) > 0 {
			rows = append(rows, []string{code(name), strings.Join(at, ", ")})
		}
	}
	return markdown([]string{"carrier", "hosts"}, rows), nil
}

// settings renders each setting of each part as --vary names it, with what files mean that leave it
// out.
func settings() (string, error) {
	var rows [][]string
	for _, p := range spec.Parts() {
		for _, s := range p.Settings {
			usual := s.Absent
			if s.Default != "" {
				usual = code(s.Default)
			}
			rows = append(rows, []string{code(p.Name + "." + s.Key), usual, s.Value, s.About})
		}
	}
	return markdown([]string{"setting", "default", "may be", "what it means"}, rows), nil
}

func figures() (string, error) {
	var rows [][]string
	for _, f := range measure.Figures() {
		column, condition, in, better := "", "", f.In, "less"
		if f.Column() {
			column = code(f.Name)
		}
		if f.Metric != "" {
			condition = code(f.Condition())
		}
		if in == "" {
			in = "figures." + f.Name
		}
		if f.More {
			better = "more"
		}
		rows = append(rows, []string{column, condition, f.About, kind(&f), better, code(in)})
	}
	return markdown([]string{"column", "condition", "what it is", "kind", "better", "JSON"}, rows), nil
}

// kind is what a figure counts in.
func kind(f *measure.Figure) string {
	switch {
	case f.YesNo:
		return "yes or no"
	case f.Over:
		return "share of a threshold"
	case f.Share:
		return "share"
	case f.Unit != "":
		return f.Unit
	}
	return "count"
}
