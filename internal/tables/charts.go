package main

import "github.com/tokenstorm/tokenstorm/reports"

func charts() (string, error) {
	var rows [][]string
	for _, c := range reports.Charts() {
		rows = append(rows, []string{code(c.Name), c.About})
	}
	return markdown([]string{"name", "what it shows"}, rows), nil
}
