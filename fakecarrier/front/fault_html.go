package front

import "net/http"

// FaultHTML answers 200 with a page of HTML, as a proxy between that asks for a login or says that
// work is done. The request took effect.
const FaultHTML FaultKind = "html"

const htmlPage = `<!DOCTYPE html>
<html lang="en"><head><title>Please wait</title></head>
<body><h1>Please wait</h1><p>We are checking your connection.</p></body></html>
`

func init() {
	registerFault(FaultHTML, faultKind{
		strike: func(_ *World, _ *Fault, t *trouble) {
			t.send = func(_ *World, x *exchange, a *answer) {
				a.status = http.StatusOK
				x.rw.Header()["Content-Type"] = []string{"text/html; charset=utf-8"}
				a.send(x, []byte(htmlPage))
			}
		},
	})
}
