package main

import "github.com/tokenstorm/tokenstorm/internal/command"

func commands() (string, error) {
	var rows [][]string
	for _, c := range command.Commands() {
		rows = append(rows, []string{code(c.Name()), c.Short + "."})
	}
	return markdown([]string{"command", "what it does"}, rows), nil
}
