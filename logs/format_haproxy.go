package logs

import "bytes"

func init() {
	register(Format{
		Name: "haproxy", About: "HAProxy's httplog and httpslog, with or without the name of the process",
		Stamp: Begins,
		Sample: `haproxy[14389]: 198.51.100.7:33317 [02/Mar/2026:07:00:03.412] https-in ` +
			`auth/srv1 10/0/30/47/87 200 912 - - ---- 1/1/1/1/0 0/0 {auth.example.com} {} ` +
			`"POST /oauth/token HTTP/1.1"`,
		Hits: "2026-03-02T07:00:03.412Z +1ms" +
			" ended by +89ms 198.51.100.7 POST - /oauth/token 200",
		open: orNoRequest(layout(serverClock, map[string]setter{"timers": setTimers,
			"process": isProcess},
			`process client [stamp] - - timers status - - - - - - ~"request" ...`,
			`client [stamp] - - timers status - - - - - - ~"request" ...`)),
	})
}

// orNoRequest reads lines that HAProxy writes of itself, and of connections that came to nothing,
// as no requests: those that have none in quotes.
func orNoRequest(open func(*Options) parser) func(*Options) parser {
	return func(o *Options) parser {
		parse := open(o)
		return func(r *record) outcome {
			text := r.text
			if bytes.IndexByte(text, '"') >= 0 {
				return parse(r)
			}
			first, rest, _ := bytes.Cut(text, []byte(" "))
			if isProcess(r, first) {
				first, rest, _ = bytes.Cut(rest, []byte(" "))
			}
			if bytes.HasPrefix(rest, []byte("[")) || string(first) == "Proxy" ||
				string(first) == "Server" {
				return other
			}
			return parse(r)
		}
	}
}

// setTimers sets how long it took from the last of the five times in milliseconds; one that was
// cut off has a plus before it.
func setTimers(r *record, text []byte) bool {
	last := bytes.LastIndexByte(text, '/')
	return bytes.Count(text, []byte("/")) == 4 &&
		setTook(milli)(r, bytes.TrimPrefix(text[last+1:], []byte("+")))
}

// isProcess reports whether a text is the name of a process: haproxy[14389]:
func isProcess(_ *record, text []byte) bool { return bytes.HasSuffix(text, []byte(":")) }
