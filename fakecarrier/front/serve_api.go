package front

import (
	"cmp"
	"fmt"
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
	call, body, release := read(o, r)
	defer release()
	room := scratches.Get().(*scratch)
	defer scratches.Put(room)
	s := w.present(r)
	x := w.arrive(rw, r, fakecarrier.APIEndpoint)
	x.body = body
	w.presented(x, s)
	x.request.Fault, x.request.Operation = x.trouble.status, o.Number
	x.response = w.carrier.Handle(x.data.now, x.request)
	w.settle(x)
	switch {
	case x.response.Reason == fakecarrier.ReasonUnknown && !s.any:
		w.leave(x, w.wire.answers[wire.NoToken])
	case x.response.Status != http.StatusOK:
		w.leave(x, w.refusal(x))
	case !w.wire.ForbidsTokens && w.known[x.data.client].Blocked:
		p := w.wire.answers[wire.Forbidden]
		if o.Forbidden != "" {
			p.body = w.wire.forbidden[o.Number]
		}
		x.event.Why = w.whyForbidden(x.data.client)
		w.leave(x, p)
	case call == nil:
		x.event.Why = whyBody(r, body)
		w.leave(x, w.wire.answers[wire.InvalidBody])
	default:
		call.Room = room.text[:0]
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
		x.event.Why = "a part of the path is missing"
	case len(methods) > 0:
		p = w.wire.answers[wire.WrongMethod]
		p.allow = strings.Join(methods, ", ")
		x.event.Detail = "the path has " + p.allow
		x.event.Why = fmt.Sprintf("the path is served, but not by %s; meant %s", x.event.Method, p.allow)
		x.event.Nearest = methods[0] + " " + x.event.Path
	default:
		p = w.wire.answers[wire.NotServed]
		x.data.nearest = w.wire.api.Nearest(x.event.Method, x.event.Path)
		x.event.Detail = "not served; the nearest that is: " + x.data.nearest
		x.event.Why = fmt.Sprintf("%s serves no such path", w.name())
		x.event.Nearest = x.data.nearest
	}
	w.leave(x, p)
}

// reply returns the answer to a call that nothing refused. The caller holds the lock.
func (w *World) reply(x *exchange, o *reply.Operation, call *reply.Call) page {
	call.Now, call.Client, call.ID = x.data.now, x.data.client, idOf(&x.data)
	answer := o.Answer(call, w.made)
	if answer.Wrong != wire.Answered {
		x.data.field, x.data.thing = answer.Field, clip(answer.Thing, mostPath)
		switch answer.Wrong {
		case wire.MissingField:
			x.event.Detail = "missing: " + answer.Field
			x.event.Why = fmt.Sprintf("the field %s is missing", answer.Field)
			x.event.Nearest = nearMember(x.body, answer.Field)
		case wire.WrongKind:
			x.data.pointer = answer.Pointer
			x.data.found, x.data.meant = answer.Found.Schema(), answer.Meant.Schema()
			x.event.Detail = "wrong kind: " + answer.Field
			x.event.Why = fmt.Sprintf("the field %s is %v; meant %v", answer.Field, answer.Found,
				answer.Meant)
		case wire.EndedThing:
			x.event.Detail = answer.Wrong.String() + ": " + x.data.thing
			x.event.Why = fmt.Sprintf("%q was cancelled before", x.data.thing)
		default:
			x.event.Detail = answer.Wrong.String() + ": " + x.data.thing
			x.event.Why = fmt.Sprintf("nothing of the number %q was made here", x.data.thing)
		}
		return w.wire.answers[answer.Wrong]
	}
	return page{
		Answer: wire.Answer{Status: answer.Status, Type: cmp.Or(answer.Type, jsonType)},
		raw:    answer.Body, later: answer.Later, header: answer.Header,
	}
}

// A shown is the token that a request shows.
type shown struct {
	any  bool // a token, whosever it is
	text string
	id   fakecarrier.TokenID
	seal *seal // that signed it; nil: none of ours
}

// present reads the token of a request, which is slow: done before locking.
func (w *World) present(r *http.Request) (s shown) {
	seal := w.seal.Load()
	token, any := bearer(r)
	id, ours := w.wire.checked(seal, token)
	if ours {
		return shown{any, token, id, seal}
	}
	return shown{any: any, text: token}
}

// presented notes whose token a request shows, and what faults do to it.
func (w *World) presented(x *exchange, s shown) {
	x.elder = s.any && s.seal == nil && w.signedBefore(s.text)
	if s.seal != nil && s.seal == w.seal.Load() {
		x.request.Token = s.id
	}
	if t, held := w.carrier.Token(x.request.Token); held {
		x.request.Client, x.data.client = t.Client, w.clients.names[t.Client]
	}
	x.event.Token = x.request.Token
	x.trouble = w.trouble(x)
}

// bearer returns the token in a request; not ok if there is none.
func bearer(r *http.Request) (token string, ok bool) {
	scheme, token, _ := strings.Cut(headerOf(r, "Authorization"), " ")
	token = strings.TrimSpace(token)
	return token, strings.EqualFold(scheme, "Bearer") && token != ""
}

// read reads a call, and its body; nil if the operation needs a JSON object, or a form, and the
// body is none. The body is read before anything is judged, because a carrier's edge reads whole
// requests.
func read(o *reply.Operation, r *http.Request) (call *reply.Call, body []byte, release func()) {
	call = &reply.Call{Path: r.URL.Path, Header: r.Header}
	if r.URL.RawQuery != "" {
		call.Query = r.URL.Query()
	}
	if !o.NeedsBody() {
		return call, nil, func() {}
	}
	body, release = readBody(r, mostBody)
	if body == nil || !call.Read(headerOf(r, "Content-Type"), body) {
		call = nil
	}
	return call, body, release
}
