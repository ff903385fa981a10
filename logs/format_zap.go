package logs

import "regexp"

func init() {
	at := regexp.MustCompile(`^(\d{4}-\d\d-\d\dT\S+)\t` +
		`(?i:debug|info|warn|error|dpanic|panic|fatal)(?:\t[^\t{]+)*\t\{`)
	f := jsonLog(Format{
		Name: "zap", About: "zap's console: a stamp, words and a JSON object, with tabs between",
		Stamp: Either,
		Sample: "2026-03-02T07:00:03.412Z\tINFO\thttp/log.go:12\trequest\t" +
			`{"method":"POST","path":"/oauth/token","status":200,"ip":"198.51.100.7","duration":"87ms"}`,
		Hits: "2026-03-02T07:00:03.324Z +2ms ended by +89ms 198.51.100.7 POST - /oauth/token 200",
	}, commonNames.options)
	f.frame = nil
	parseJSON := f.open
	f.open = func(o *Options) parser {
		parse, zone := parseJSON(o), o.Location()
		return func(r *record) outcome {
			m := at.FindSubmatchIndex(r.text)
			if m == nil {
				return r.wrong(r.text, "a stamp, words and a JSON object, with tabs between")
			}
			r.outer, r.outerUnit, _ = isoClock(r.text[m[2]:m[3]], zone)
			r.text = r.text[m[1]-1:]
			found := parse(r)
			r.outer, r.outerUnit = 0, 0
			if r.status > 0 && !r.says { // a logger stamps what it writes
				r.instant, r.says = Ends, true
			}
			return found
		}
	}
	register(f)
}
