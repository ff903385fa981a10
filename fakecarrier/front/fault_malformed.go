package front

import "bytes"

// FaultMalformed sends a body that breaks off as JSON, though all of it arrives. The request took
// effect.
const FaultMalformed FaultKind = "malformed"

func init() {
	registerFault(FaultMalformed, faultKind{
		strike: func(_ *World, _ *Fault, t *trouble) {
			t.send = func(_ *World, x *exchange, a *answer) {
				body := bytes.TrimRight(a.body, " \r\n}]")
				a.send(x, append(body, ",}"...))
			}
		},
	})
}
