package logs

import "bytes"

func init() {
	register(Format{
		Name: "logfmt", About: "NAME=VALUE with blanks between, of any source", Stamp: Either,
		Generic: true,
		Sample: `time=2026-03-02T07:00:03.412Z level=info client_ip=198.51.100.7 method=POST ` +
			`path=/oauth/token status=200 duration=87ms`,
		Hits: "2026-03-02T07:00:03.324Z +2ms" +
			" ended by +89ms 198.51.100.7 POST - /oauth/token 200",
		open: func(o *Options) parser {
			n, zone := commonNames.options(o).names(), o.Location()
			return func(r *record) outcome {
				if bytes.IndexByte(r.text, '=') < 0 {
					return r.wrong(r.text, "")
				}
				return n.read(r, func(name string) []byte { return logfmtValue(r.text, name) }, zone)
			}
		},
	})
}
