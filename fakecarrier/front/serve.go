package front

import (
	"bytes"
	"io"
	"net/http"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// The most bytes of a body that are read. Assumed: beyond any request of a token or of a label.
const (
	mostForm = 1 << 16
	mostBody = 1 << 20
)

// ServeHTTP answers on the carrier's own paths. A request comes from the address of WithSource, or
// else from its connection's. It panics with http.ErrAbortHandler where a fault loses the reply, or
// holds it back until the request's context ends; this closes the connection without a word.
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	switch {
	case r.Method == http.MethodPost && path == w.wire.Token:
		w.serveToken(rw, r, "")
	case r.Method == http.MethodPost && path == w.wire.Refresh && path != "":
		w.serveToken(rw, r, wire.GrantRefresh)
	case r.Method == http.MethodPost && path == w.wire.Revoke && path != "":
		w.serveRevoke(rw, r)
	case r.Method == http.MethodGet && path == w.wire.Authorize && path != "":
		w.serveAuthorize(rw, r)
	default:
		w.serveAPI(rw, r)
	}
}

// A visit is one request and its answer, on the way through.
type visit struct {
	rw       http.ResponseWriter
	r        *http.Request
	epoch    uint64 // of the World when it arrived
	seal     *seal  // likewise
	request  fakecarrier.Request
	response fakecarrier.Response
	trouble  trouble
	facts    facts
	event    Event
	claims   *facts // of the token that the answer issues; nil if it issues none
}

// arrive notes what all requests have in common. The caller holds the lock.
func (w *World) arrive(v *visit, e fakecarrier.Endpoint) {
	now := w.now()
	w.answers++
	v.epoch, v.seal = w.epoch, w.seal.Load()
	v.facts = facts{
		now: now, transaction: w.answers, seed: w.setup.Seed ^ mix(w.epoch), path: v.r.URL.Path,
		customer: v.r.Header.Get("X-Customer-Transaction-Id"),
	}
	v.event = Event{
		Kind: EventRequest, At: now, Source: source(v.r), Method: kept(v.r.Method, mostPath),
		Path: kept(v.r.URL.Path, mostPath), Endpoint: e,
	}
	v.trouble = w.trouble(now, e)
	v.request = fakecarrier.Request{Endpoint: e, Serial: w.answers, Fault: v.trouble.status}
	ip, ok := w.addresses.index(v.event.Source)
	if !ok {
		v.trouble.status = http.StatusServiceUnavailable
	}
	v.request.IP = fakecarrier.IP(ip)
}

// of says whose request it is.
func (w *World) of(v *visit, client string) {
	v.facts.client = kept(client, mostClientID)
	v.event.Client = v.facts.client
	if len(client) > mostClientID {
		return // nobody's, as if it had no id
	}
	cl, ok := w.clients.index(v.facts.client)
	if !ok {
		v.trouble.status = http.StatusServiceUnavailable
	}
	v.request.Client = fakecarrier.Client(cl)
}

// settle lets the state machine's answer take effect: it counts, is held back if a fault wants it,
// and may still be cut off. The caller holds the lock.
func (w *World) settle(v *visit) {
	v.facts.retryAfter = seconds(v.response.RetryAfter)
	if v.response.Reason == fakecarrier.ReasonFault && !v.trouble.until.IsZero() {
		v.facts.retryAfter = seconds(v.trouble.until.Sub(v.facts.now))
	}
	arrival := w.setup.Throttle.Moment == fakecarrier.Arrival
	if arrival {
		w.stands(v.facts.now, &v.request, &v.response)
	}
	w.hold(v)
	if v.epoch != w.epoch {
		return // all was reset meanwhile: what this request did is gone
	}
	v.response = w.carrier.Complete(v.facts.now, v.request, v.response)
	if !arrival {
		w.stands(v.facts.now, &v.request, &v.response)
	}
}

// hold holds an answer back for as long as a fault says. One that nobody waits for any more is
// lost. The caller holds the lock.
func (w *World) hold(v *visit) {
	if v.trouble.delay <= 0 {
		return
	}
	w.unlock()
	awaited := w.wait(v.r.Context(), v.trouble.delay)
	w.mu.Lock()
	v.trouble.lost = v.trouble.lost || !awaited
	v.facts.now = w.now()
}

// leave journals the answer and sends it. The caller holds the lock, and has it no more afterwards.
func (w *World) leave(v *visit, p page) {
	e := &v.event
	e.Status, e.Reason, e.Lost = p.status, v.response.Reason, v.trouble.lost
	e.Ban, e.Rule, e.BannedUntil = v.response.Ban, v.response.Rule, v.response.BannedUntil
	if e.Lost {
		e.Status = 0
	}
	w.note(*e)
	w.unlock()
	if e.Lost {
		panic(http.ErrAbortHandler)
	}
	if v.claims != nil && p.status == http.StatusOK {
		v.facts.token = w.wire.sealed(v.seal, v.claims) // the dear part, outside the lock
	}
	w.write(v.rw, v.r, p, &v.facts)
}

// refusal is the page of an answer of the state machine that is not 200.
func (w *World) refusal(v *visit) page {
	html := w.setup.BanBody == BanHTML
	return w.wire.page(outcome(&v.response, v.request.Endpoint, html), v.response.Status)
}

// body reads a bounded body into a buffer; not ok if it is longer, or does not arrive.
func body(r *http.Request, into *bytes.Buffer, most int64) ([]byte, bool) {
	into.Reset()
	if r.Body == nil {
		return nil, true
	}
	n, err := into.ReadFrom(io.LimitReader(r.Body, most+1))
	return into.Bytes(), err == nil && n <= most
}
