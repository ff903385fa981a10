package front

import (
	"fmt"
	"net/http"
	"time"
)

// FaultDrip sends the body byte by byte, each after the delay. The request took effect.
const FaultDrip FaultKind = "drip"

func init() {
	registerFault(FaultDrip, faultKind{
		waits: true,
		strike: func(_ *World, f *Fault, t *trouble) {
			delay := f.Delay
			t.send = func(w *World, x *exchange, a *answer) { drip(w, x, a, delay) }
		},
	})
}

func drip(w *World, x *exchange, a *answer, delay time.Duration) {
	x.rw.Header()["Content-Length"] = []string{fmt.Sprint(len(a.body))}
	x.rw.WriteHeader(a.status)
	control := http.NewResponseController(x.rw)
	_ = control.Flush() // the headers
	for i := range a.body {
		if !w.wait(x.r.Context(), delay) {
			panic(http.ErrAbortHandler) // the caller left
		}
		if _, err := x.rw.Write(a.body[i : i+1]); err != nil {
			return
		}
		_ = control.Flush()
	}
}
