package logs

import "bytes"

func init() {
	register(Format{
		Name: "haproxy-tcp", Stamp: Begins,
		About: "HAProxy's tcplog: connections, as of TLS that passes through, each perhaps of several " +
			"requests",
		Sample: `haproxy[14389]: 198.51.100.7:33317 [02/Mar/2026:07:00:03.412] fe_https be_auth/srv1 ` +
			`0/0/187 912 -- 1/1/1/1/0 0/0`,
		Hits: "2026-03-02T07:00:03.412Z +1ms ended by +189ms 198.51.100.7 - - - 0",
		open: layout(serverClock, map[string]setter{"timers": setConnectionTimers, "process": isProcess},
			`process client [stamp] - - timers - - - -`,
			`client [stamp] - - timers - - - -`),
	})
}

// setConnectionTimers sets how long a connection stood from the last of its three times.
func setConnectionTimers(r *record, text []byte) bool {
	last := bytes.LastIndexByte(text, '/')
	return bytes.Count(text, []byte("/")) == 2 &&
		setTook(milli)(r, bytes.TrimPrefix(text[last+1:], []byte("+")))
}
