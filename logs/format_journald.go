package logs

import "github.com/tidwall/gjson"

func init() {
	register(Format{
		Name: "journald", About: "journalctl -o json around lines of another log",
		Stamp: Ends, Wraps: true,
		Sample: `{"__REALTIME_TIMESTAMP":"1772434803412345","_HOSTNAME":"web1","SYSLOG_IDENTIFIER":` +
			`"nginx","MESSAGE":"198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] \"POST /oauth/token ` +
			`HTTP/1.1\" 200 912 \"-\" \"curl/8.5.0\" 0.087"}`,
		Hits: "2026-03-02T07:00:03.324345Z +1.001ms" +
			" ended by +88.001ms 198.51.100.7 POST - /oauth/token 200",
		open: func(o *Options) parser {
			return func(r *record) outcome {
				if len(r.text) == 0 || r.text[0] != '{' || !gjson.ValidBytes(r.text) {
					return r.wrong(r.text, "a JSON object")
				}
				line := gjson.GetBytes(r.text, "MESSAGE")
				var ok bool
				r.outer, r.outerUnit, ok = anyEpoch(jsonValue(r.text, "__REALTIME_TIMESTAMP"), o.Location())
				if line.IsArray() { // of bytes, where it has colours, or is no UTF-8
					r.text = bytesOf(line)
					return whole
				}
				if line.Type != gjson.String || !ok {
					return r.wrong(r.text, "a record with MESSAGE and __REALTIME_TIMESTAMP")
				}
				r.text = []byte(line.Str)
				return whole
			}
		},
	})
}

// bytesOf is the text of an array of bytes.
func bytesOf(array gjson.Result) (text []byte) {
	array.ForEach(func(_, value gjson.Result) bool {
		text = append(text, byte(value.Uint()))
		return true
	})
	return text
}
