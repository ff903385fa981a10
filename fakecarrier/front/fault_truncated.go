package front

import (
	"fmt"
	"net/http"
)

// FaultTruncated closes the connection in the middle of the body. The request took effect.
const FaultTruncated FaultKind = "truncated"

func init() {
	registerFault(FaultTruncated, faultKind{
		strike: func(_ *World, _ *Fault, t *trouble) { t.send = truncate },
	})
}

func truncate(_ *World, x *exchange, a *answer) {
	x.rw.Header()["Content-Length"] = []string{fmt.Sprint(max(1, len(a.body)))}
	x.rw.WriteHeader(a.status)
	_, _ = x.rw.Write(a.body[:len(a.body)/2])
	_ = http.NewResponseController(x.rw).Flush()
	panic(http.ErrAbortHandler)
}
