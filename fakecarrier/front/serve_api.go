package front

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// serveAPI answers a call of the API. What is no path of it is not found, and not metered.
func (w *World) serveAPI(rw http.ResponseWriter, r *http.Request) {
	v := &visit{rw: rw, r: r}
	o := w.wire.operation(r.Method, r.URL.Path)
	switch {
	case o == nil:
		w.serveFixed(v, wire.NotFound)
		return
	case o.Outcome != wire.Answered:
		w.serveFixed(v, o.Outcome)
		return
	}
	asked, readable := o.read(r)
	seal := w.seal.Load()
	token, presented := bearer(r)
	id, ours := w.wire.unsealed(seal, token)

	w.mu.Lock()
	w.arrive(v, fakecarrier.APIEndpoint)
	if ours && seal == w.seal.Load() {
		v.request.Token = id
	}
	if t, held := w.carrier.Token(v.request.Token); held {
		v.request.Client = t.Client
		v.event.Client = w.clients.name(uint32(v.request.Client))
		v.facts.client = v.event.Client
	}
	v.event.Token = v.request.Token
	v.request.Fault = v.trouble.status
	v.response = w.carrier.Handle(v.facts.now, v.request)
	w.settle(v)
	switch {
	case v.response.Reason == fakecarrier.ReasonUnknown && !presented:
		w.leave(v, w.wire.page(wire.NoToken, 0))
	case v.response.Status != http.StatusOK:
		w.leave(v, w.refusal(v))
	case !w.wire.ForbidsTokens && w.known[v.event.Client].Blocked:
		p := w.wire.page(wire.Forbidden, 0)
		if o.Forbidden != "" {
			p.body = &o.forbidden
		}
		w.leave(v, p)
	case !readable:
		w.leave(v, w.wire.page(wire.InvalidBody, 0))
	default:
		v.facts.asked, v.facts.each = asked, &o.each
		w.leave(v, page{status: http.StatusOK, kind: jsonType, body: &o.body})
	}
}

// serveFixed answers what does not depend on who asks.
func (w *World) serveFixed(v *visit, o wire.Outcome) {
	w.mu.Lock()
	w.arrive(v, fakecarrier.APIEndpoint)
	w.leave(v, w.wire.page(o, 0))
}

// bearer is the token that a request presents; not ok if it presents none.
func bearer(r *http.Request) (token string, ok bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	token = strings.TrimSpace(token)
	return token, strings.EqualFold(scheme, "Bearer") && token != ""
}

// read is what a request asks after, where the answer repeats it; not readable if its body is no
// JSON object where the operation has one. The body is read before anything is judged: a carrier's
// edge takes requests in whole.
func (o *operation) read(r *http.Request) (asked []string, readable bool) {
	var text []byte
	if o.Method != http.MethodGet && o.Method != http.MethodDelete {
		buffer := pages.Get().(*bytes.Buffer)
		defer pages.Put(buffer)
		var ok bool
		text, ok = body(r, buffer, mostBody)
		text = bytes.TrimLeft(text, " \t\r\n")
		if !ok || len(text) == 0 || text[0] != '{' || !json.Valid(text) {
			return nil, false
		}
	}
	if o.Asked == nil {
		return nil, true
	}
	return find(o.Asked, r, text), true
}
