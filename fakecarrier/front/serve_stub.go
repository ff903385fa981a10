package front

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"math"
	"net/http"
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/stubs"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// Stub puts stubs over the carrier's operations, in the place of those that there are; nil: none.
// Their answers in turn begin anew. It returns an error if one is to be held back and the clock
// cannot wait.
func (w *World) Stub(list *stubs.List) error {
	if list != nil && list.Waits() && w.wait == nil {
		return errDelay
	}
	w.mu.Lock()
	defer w.unlock()
	w.stubs.Store(list)
	w.turns = nil
	return nil
}

var errDelay = errors.New("a delay of a stub needs a clock that can wait: one with an " +
	"After, as clockwork's")

// Stubs returns the stubs over the carrier's operations, nil if there are none.
func (w *World) Stubs() *stubs.List { return w.stubs.Load() }

// Turns is how many requests each stub has answered.
func (w *World) Turns() []int {
	w.mu.Lock()
	defer w.unlock()
	return slices.Clone(w.turns)
}

// serveStub answers a request if a stub is for it, and reports whether one was. Otherwise the body
// of the request is as it was.
func (w *World) serveStub(rw http.ResponseWriter, r *http.Request) (served bool) {
	list := w.stubs.Load()
	if list == nil {
		return false
	}
	text, err := keepBody(r)
	call := &reply.Call{Path: r.URL.Path, Query: r.URL.Query(), Header: r.Header}
	if err == nil {
		call.ReadAny(r.Header.Get("Content-Type"), text)
	}
	stub := list.Find(r.Method, call)
	if stub == nil {
		return false
	}
	v := &visit{stub: stub, call: call, text: text}
	if v.answer = w.turn(list, stub); v.answer == nil {
		return false // the stubs are others by now
	}
	if v.answer.Carrier {
		w.passOn(rw, r, v)
		return true
	}
	w.answerStub(rw, r, v)
	return true
}

// A visit is a request that a stub is for.
type visit struct {
	stub   *stubs.Stub
	call   *reply.Call
	text   []byte // of the body
	answer *stubs.Answer
}

// keepBody reads the body of a request, which stays to be read.
func keepBody(r *http.Request) (text []byte, err error) {
	if r.Body == nil {
		return nil, nil
	}
	text, err = io.ReadAll(io.LimitReader(r.Body, mostBody+1))
	if err == nil && len(text) > mostBody {
		err = errors.New("a longer body than any that is read")
	}
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(text), r.Body))
	return text, err
}

// turn is the answer whose turn it is; nil if the stubs are others by now.
func (w *World) turn(list *stubs.List, s *stubs.Stub) *stubs.Answer {
	w.mu.Lock()
	defer w.unlock()
	if w.stubs.Load() != list {
		return nil
	}
	if w.turns == nil {
		w.turns = make([]int, len(list.Stubs))
	}
	n := w.turns[s.Number]
	w.turns[s.Number]++
	return &s.Answers[min(n, len(s.Answers)-1)]
}

// unturn gives the turn back: the carrier refused the request before. The caller holds the lock.
func (w *World) unturn(s *stubs.Stub) {
	if s.Number < len(w.turns) && w.turns[s.Number] > 0 {
		w.turns[s.Number]--
	}
}

// passOn lets the carrier answer, after the delay of the stub.
func (w *World) passOn(rw http.ResponseWriter, r *http.Request, v *visit) {
	if !v.answer.Delay.IsZero() {
		w.mu.Lock()
		delay := v.answer.Delay.Draw(w.chance)
		w.unlock()
		if !w.wait(r.Context(), delay) {
			panic(http.ErrAbortHandler)
		}
	}
	w.serve(rw, r)
}

// answerStub answers by a stub, unless the carrier has something against the request.
func (w *World) answerStub(rw http.ResponseWriter, r *http.Request, v *visit) {
	if r.Method == http.MethodPost && (r.URL.Path == w.wire.Token || r.URL.Path == w.wire.Refresh) {
		w.stubToken(rw, r, v)
		return
	}
	s := w.present(r)
	x := w.arrive(rw, r, fakecarrier.APIEndpoint)
	x.body = v.text
	w.presented(x, s)
	x.request.Fault, x.request.Operation = x.trouble.status, w.operationOf(r)
	if !v.stub.NeedsToken() {
		x.request.Fault = cmp.Or(x.request.Fault, http.StatusTeapot) // no token is looked at
	}
	if p, refused := w.refuseStub(x, s, v); refused {
		w.unturn(v.stub)
		w.leave(x, p)
		return
	}
	w.leaveStub(x, v)
}

// refuseStub shows the request to the carrier, as far as the stub wants, and returns the page of
// its refusal, if it refuses.
func (w *World) refuseStub(x *exchange, s shown, v *visit) (p page, refused bool) {
	needs := v.stub.NeedsToken()
	if v.stub.Counts() {
		x.response = w.carrier.Handle(x.data.now, x.request)
		ours := x.response.Status == http.StatusOK
		if !needs {
			ours = x.response.Reason == fakecarrier.ReasonFault && x.trouble.status == 0
		}
		if ours {
			x.response.Reason = fakecarrier.ReasonNone
			x.trouble.delay += v.answer.Delay.Draw(w.chance)
		}
		w.settle(x)
		if !ours || x.response.Reason == fakecarrier.ReasonBanned {
			if x.response.Reason == fakecarrier.ReasonUnknown && !s.any {
				return w.wire.answers[wire.NoToken], true
			}
			return w.refusal(x), true
		}
	} else {
		if needs && !w.carrier.Alive(x.data.now, x.request.Token) {
			o := wire.BadToken
			x.response.Reason = fakecarrier.ReasonUnknown
			switch {
			case !s.any:
				o = wire.NoToken
			case x.request.Token != 0:
				o, x.response.Reason = wire.ExpiredToken, fakecarrier.ReasonExpired
			}
			return w.wire.answers[o], true
		}
		x.trouble.delay += v.answer.Delay.Draw(w.chance)
		w.hold(x)
	}
	if needs && !w.wire.ForbidsTokens && w.known[x.data.client].Blocked {
		return w.wire.answers[wire.Forbidden], true
	}
	return page{}, false
}

// stubToken answers a request of the token endpoint by a stub. It counts as a hit, and nothing is
// issued.
func (w *World) stubToken(rw http.ResponseWriter, r *http.Request, v *visit) {
	grant := ""
	if r.URL.Path != w.wire.Token {
		grant = wire.GrantRefresh
	}
	ask := w.wire.readToken(r, v.text, grant)
	w.acceptPlainBasic(&ask)
	x := w.arrive(rw, r, fakecarrier.TokenEndpoint)
	x.body = v.text
	w.identify(x, ask.client)
	if v.stub.Counts() {
		x.request.Kind = uint8(max(0, slices.Index(w.wire.Grants, ask.grant)))
		w.show(x, &ask)
		x.request.Fault = cmp.Or(x.trouble.status, http.StatusTeapot)
		x.response = w.carrier.Handle(x.data.now, x.request)
		ours := x.response.Reason == fakecarrier.ReasonFault && x.trouble.status == 0
		if ours {
			x.trouble.delay += v.answer.Delay.Draw(w.chance)
		}
		w.settle(x)
		if !ours || x.response.Reason == fakecarrier.ReasonBanned {
			w.unturn(v.stub)
			w.leave(x, w.refusal(x))
			return
		}
		x.response.Reason = fakecarrier.ReasonNone
	} else {
		x.trouble.delay += v.answer.Delay.Draw(w.chance)
		w.hold(x)
	}
	w.leaveStub(x, v)
}

// leaveStub sends the answer of a stub.
func (w *World) leaveStub(x *exchange, v *visit) {
	x.event.Detail = "stub " + v.stub.Name
	w.leave(x, w.reply(x, v.answer.Ready().In(w.wire.api, x.request.Operation), v.call))
}

// operationOf is the number of the carrier's operation that a request would be of, for meters that
// watch its path alone; one that no meter knows if there is none.
func (w *World) operationOf(r *http.Request) uint16 {
	if o, _ := w.wire.api.Find(r.Method, r.URL.Path); o != nil {
		return o.Number
	}
	return math.MaxUint16
}
