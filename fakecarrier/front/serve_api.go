package front

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// serveAPI answers a call of the API. An unknown path is not found, and not metered.
func (w *World) serveAPI(rw http.ResponseWriter, r *http.Request) {
	o := w.wire.operation(r.Method, r.URL.Path)
	if o.Outcome != wire.Answered { // the answer does not depend on the caller
		x := w.arrive(rw, r, fakecarrier.APIEndpoint)
		x.trouble = w.trouble(x)
		w.leave(x, w.wire.answers[o.Outcome])
		return
	}
	asked, readable := o.read(r)
	seal := w.seal.Load()
	token, presented := bearer(r)
	id, ours := w.wire.unsealed(seal, token)

	x := w.arrive(rw, r, fakecarrier.APIEndpoint)
	if ours && seal == w.seal.Load() {
		x.request.Token = id
	}
	if t, held := w.carrier.Token(x.request.Token); held {
		x.request.Client, x.data.client = t.Client, w.clients.names[t.Client]
	}
	x.event.Token = x.request.Token
	x.trouble = w.trouble(x)
	x.request.Fault, x.request.Operation = x.trouble.status, o.number
	x.response = w.carrier.Handle(x.data.now, x.request)
	w.settle(x)
	switch {
	case x.response.Reason == fakecarrier.ReasonUnknown && !presented:
		w.leave(x, w.wire.answers[wire.NoToken])
	case x.response.Status != http.StatusOK:
		w.leave(x, w.refusal(x))
	case !w.wire.ForbidsTokens && w.known[x.data.client].Blocked:
		p := w.wire.answers[wire.Forbidden]
		if o.Forbidden != "" {
			p.body = &o.forbidden
		}
		w.leave(x, p)
	case !readable:
		w.leave(x, w.wire.answers[wire.InvalidBody])
	default:
		x.data.asked, x.data.each = asked, &o.each
		w.leave(x, good(&o.body))
	}
}

// bearer returns the token in a request; not ok if there is none.
func bearer(r *http.Request) (token string, ok bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	token = strings.TrimSpace(token)
	return token, strings.EqualFold(scheme, "Bearer") && token != ""
}

// read returns the things that a request asks about, if the answer repeats them. The request is not
// readable if the operation needs a JSON object and the body is none. The body is read before
// anything is judged, because a carrier's edge reads whole requests.
func (o *operation) read(r *http.Request) (asked []string, readable bool) {
	if o.Method == http.MethodGet || o.Method == http.MethodDelete {
		return find(o.Asked, r, nil), true
	}
	readBody(r, mostBody, func(text []byte) {
		text = bytes.TrimLeft(text, " \t\r\n")
		readable = len(text) > 0 && text[0] == '{' && json.Valid(text)
		if readable {
			asked = find(o.Asked, r, text)
		}
	})
	return asked, readable
}

// find returns the things that a request asks about, such as parcel numbers: a says where they are
// in the request, nil that the answer repeats none. If none is there, it returns a.Usual.
func find(a *wire.Asked, r *http.Request, body []byte) (found []string) {
	if a == nil {
		return nil
	}
	if a.Path {
		found = append(found, r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:])
	}
	if len(a.JSON) > 0 {
		var value any
		if json.Unmarshal(body, &value) == nil {
			found = gather(found, value, a.JSON)
		}
	}
	if len(found) == 0 {
		return []string{a.Usual}
	}
	return found
}

// gather adds the texts to which the member names lead, through lists too.
func gather(found []string, value any, names []string) []string {
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			found = gather(found, element, names)
		}
	case map[string]any:
		if len(names) > 0 {
			return gather(found, v[names[0]], names[1:])
		}
	case string:
		if len(names) == 0 && v != "" {
			return append(found, v)
		}
	}
	return found
}
