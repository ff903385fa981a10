package logs

import (
	"bytes"

	"github.com/tidwall/gjson"
)

func init() {
	register(Format{
		Name: "docker", About: "Docker's json-file around lines of another log", Stamp: Ends, Wraps: true,
		Sample: `{"log":"198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] \"POST /oauth/token HTTP/1.1\" ` +
			`200 912 \"-\" \"curl/8.5.0\" 0.087\n","stream":"stdout",` +
			`"time":"2026-03-02T07:00:03.412345678Z"}`,
		Hits: "2026-03-02T07:00:03.324345678Z +1.000001ms" +
			" ended by +88.000001ms 198.51.100.7 POST - /oauth/token 200",
		open: func(o *Options) parser {
			return func(r *record) outcome {
				if len(r.text) == 0 || r.text[0] != '{' || !gjson.ValidBytes(r.text) {
					return r.wrong(r.text, "a JSON object")
				}
				line := gjson.GetBytes(r.text, "log")
				var ok bool
				r.outer, r.outerUnit, ok = isoClock(jsonValue(r.text, "time"), o.Location())
				if line.Type != gjson.String || !ok {
					return r.wrong(r.text, "a record with log and time")
				}
				text, complete := bytes.CutSuffix([]byte(line.Str), []byte("\n"))
				if r.text = text; !complete {
					return more
				}
				return whole
			}
		},
	})
}
