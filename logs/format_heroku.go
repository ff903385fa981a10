package logs

import "bytes"

func init() {
	names := fields{time: "time", host: "host", path: "path", method: "method", status: "status",
		client: "fwd", forwarded: "fwd", took: "service"}
	register(Format{
		Name: "heroku", About: "Heroku's router", Stamp: Ends,
		Sample: `2026-03-02T07:00:03.599657+00:00 heroku[router]: at=info method=POST ` +
			`path="/oauth/token" host=auth.example.com request_id=cc21 fwd="198.51.100.7" dyno=web.1 ` +
			`connect=1ms service=87ms status=200 bytes=912 protocol=https`,
		Hits: "2026-03-02T07:00:03.511657Z +1.001ms" +
			" ended by +88.001ms 198.51.100.7 POST auth.example.com /oauth/token 200",
		open: func(o *Options) parser {
			n, zone := names.always(o).names(), o.Location()
			return func(r *record) outcome {
				stamp, rest, _ := bytes.Cut(r.text, []byte(" "))
				process, rest, _ := bytes.Cut(rest, []byte(": "))
				if !bytes.HasSuffix(process, []byte("[router]")) {
					return r.wrong(r.text, "a line of heroku[router]")
				}
				return n.read(r, func(name string) []byte {
					if name == "time" {
						return stamp
					}
					return logfmtValue(rest, name)
				}, zone)
			}
		},
	})
}
