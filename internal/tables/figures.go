package main

import "github.com/tokenstorm/tokenstorm/scenarios/measure"

func figures() (string, error) {
	var rows [][]string
	for _, f := range measure.Figures() {
		column, condition, in := "", "", f.In
		if f.Column() {
			column = code(f.Name)
		}
		if f.Metric != "" {
			condition = code(f.Condition())
		}
		if in == "" {
			in = "figures." + f.Name
		}
		better := "less"
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
