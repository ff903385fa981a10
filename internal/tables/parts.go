package main

import "github.com/tokenstorm/tokenstorm/strategies/spec"

// parts renders what each part does.
func parts() (string, error) {
	var rows [][]string
	for _, p := range spec.Parts() {
		rows = append(rows, []string{code(p.Name), p.About})
	}
	return markdown([]string{"part", "what it does"}, rows), nil
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
