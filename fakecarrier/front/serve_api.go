package front

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// serveAPI answers a call of the API.
func (w *World) serveAPI(rw http.ResponseWriter, r *http.Request) {
	o, methods := w.wire.api.Find(r.Method, r.URL.Path)
	if o == nil || o.Outcome != wire.Answered {
		w.serveStray(rw, r, o, methods)
		return
	}
	call, readable := read(o, r)
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
	x.request.Fault, x.request.Operation = x.trouble.status, o.Number
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
			p.body = w.wire.forbidden[o.Number]
		}
		w.leave(x, p)
	case !readable:
		w.leave(x, w.wire.answers[wire.InvalidBody])
	default:
		w.leave(x, w.reply(x, o, call))
	}
}

// serveStray answers a request that no operation is for: a path or a method that the carrier does
// not have, or a path in the wrong place. It is not metered, and needs no token.
func (w *World) serveStray(
	rw http.ResponseWriter, r *http.Request, o *reply.Operation, methods []string,
) {
	x := w.arrive(rw, r, fakecarrier.APIEndpoint)
	x.trouble = w.trouble(x)
	var p page
	switch {
	case o != nil:
		p = w.wire.answers[o.Outcome]
	case len(methods) > 0:
		p = w.wire.answers[wire.WrongMethod]
		p.allow = strings.Join(methods, ", ")
		x.event.Detail = "the path has " + p.allow
	default:
		p = w.wire.answers[wire.NotServed]
		x.data.nearest = w.wire.api.Nearest(x.event.Method, x.event.Path)
		x.event.Detail = "not served; the nearest that is: " + x.data.nearest
	}
	w.leave(x, p)
}

// reply returns the answer to a call that nothing refused. The caller holds the lock.
func (w *World) reply(x *exchange, o *reply.Operation, call *reply.Call) page {
	call.Now, call.Client, call.ID = x.data.now, x.data.client, string(appendID(nil, &x.data))
	answer := o.Answer(call, w.made)
	if answer.Wrong != wire.Answered {
		x.data.field, x.data.thing = answer.Field, clip(answer.Thing, mostPath)
		switch answer.Wrong {
		case wire.MissingField:
			x.event.Detail = "missing: " + answer.Field
		default:
			x.event.Detail = answer.Wrong.String() + ": " + x.data.thing
		}
		return w.wire.answers[answer.Wrong]
	}
	return page{
		Answer: wire.Answer{Status: answer.Status, Type: cmp.Or(answer.Type, jsonType)},
		raw:    answer.Body, later: answer.Later,
	}
}

// bearer returns the token in a request; not ok if there is none.
func bearer(r *http.Request) (token string, ok bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	token = strings.TrimSpace(token)
	return token, strings.EqualFold(scheme, "Bearer") && token != ""
}

// read reads a call. It is not readable if the operation needs a JSON object, or a form, and the
// body is none. The body is read before anything is judged, because a carrier's edge reads whole
// requests.
func read(o *reply.Operation, r *http.Request) (call *reply.Call, readable bool) {
	call = &reply.Call{Path: r.URL.Path, Query: r.URL.Query(), Header: r.Header}
	if !o.NeedsBody() {
		return call, true
	}
	readBody(r, mostBody, func(text []byte) {
		readable = call.Read(r.Header.Get("Content-Type"), text)
	})
	return call, readable
}
