package logs

import "slices"

func init() {
	register(Format{
		Name: "shipped-csv", Stamp: Ends, Wraps: true,
		About: "CSV of Splunk, CloudWatch or Grafana around lines of another log",
		Sample: `"_time","_raw",host` + "\n" + `"2026-03-02T07:00:09.599+0000","198.51.100.7 - - ` +
			`[02/Mar/2026:07:00:03 +0000] ""POST /oauth/token HTTP/1.1"" 200 912 ""-"" ` +
			`""curl/8.5.0"" 0.087",web1`,
		Hits: "2026-03-02T07:00:02.912Z +1.001s ended by +1.088s 198.51.100.7 POST - /oauth/token 200",
		open: func(*Options) parser {
			t, line := table{}, -1
			return func(r *record) outcome {
				if !t.cut(r.text) {
					return r.wrong(r.text, "CSV whose quotes are closed in their line")
				}
				if line < 0 {
					line = slices.IndexFunc(t.cells, isLineName)
					if t.columns = make([]string, len(t.cells)); line < 0 {
						return r.wrong(r.text, "a first line that names _raw, @message or Line")
					}
					return other
				}
				if len(t.cells) != len(t.columns) {
					return r.wrong(r.text, "as many values as the first line has names")
				}
				r.text = t.cells[line]
				return whole
			}
		},
	})
}

// isLineName reports whether a column holds lines.
func isLineName(cell []byte) bool {
	switch string(cell) {
	case "_raw", "@message", "message", "Message", "Line", "line":
		return true
	}
	return false
}
