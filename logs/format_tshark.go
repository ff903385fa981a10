package logs

import "bytes"

func init() {
	register(Format{
		Name: "tshark", About: "tshark -T fields, with -E header=y or without", Stamp: Packet,
		Sample: "1772434803.412345678\t198.51.100.7\t203.0.113.9\tPOST\tauth.example.com\t/oauth/token\n",
		Hits:   "2026-03-02T07:00:03.412345678Z +1ns 198.51.100.7 POST auth.example.com /oauth/token 0",
		open: func(o *Options) parser {
			n, zone := tsharkFields.names(), o.Location()
			t := table{comma: '\t'}
			return func(r *record) outcome {
				if bytes.IndexByte(r.text, '\t') < 0 || !t.cut(r.text) {
					return r.wrong(r.text, "fields with tabs between them")
				}
				if t.names == nil && bytes.HasPrefix(r.text, []byte("frame.")) {
					return t.head(r, n)
				}
				if t.names == nil {
					t.guess()
				}
				return n.read(r, t.value, zone)
			}
		},
	})
}

var tsharkFields = fields{
	has: "frame.time_epoch,frame.time", skip: "http.response.code",
	time:   "frame.time_epoch,frame.time",
	client: "ip.src,ipv6.src", host: "http.host,tls.handshake.extensions_server_name",
	path: "http.request.uri,http.request.full_uri", method: "http.request.method",
}

// guess names the cells of a first line by what they look like: the time with its nine digits, of
// two addresses the first, a path, a method, a name.
func (t *table) guess() {
	t.names = map[string]int{}
	for i, cell := range t.cells {
		name := ""
		_, isAddress := address(string(cell))
		switch {
		case bytes.IndexByte(cell, '.') >= 10 && len(cell) >= 16 && cell[0] <= '9' && !isAddress:
			name = "frame.time_epoch"
		case isAddress:
			name = "ip.src"
		case bytes.HasPrefix(cell, []byte("/")) || bytes.Contains(cell, []byte("://")):
			name = "http.request.uri"
		case len(cell) > 0 && bytes.Equal(cell, bytes.ToUpper(cell)) && cell[0] >= 'A':
			name = "http.request.method"
		case bytes.IndexByte(cell, '.') > 0:
			name = "http.host"
		}
		if _, known := t.names[name]; !known && name != "" {
			t.names[name] = i
		}
	}
}
