package front

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"net/netip"
	"sync"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// How many bytes of a body are read. Assumed: longer than any request of a token or of a label.
const (
	mostForm = 1 << 16
	mostBody = 1 << 20
)

// ServeHTTP answers on the carrier's own paths. The caller's address is that of WithSource, or else
// that of the connection. If a fault loses the reply, or holds it back until the request's context
// ends, ServeHTTP panics with http.ErrAbortHandler, which closes the connection without an answer.
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if !w.serveStub(rw, r) {
		w.serve(rw, r)
	}
}

// serve answers as the carrier does.
func (w *World) serve(rw http.ResponseWriter, r *http.Request) {
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
	case w.wire.OpenID != nil && w.serveOpenID(rw, r):
	default:
		w.serveAPI(rw, r)
	}
}

// SignsIn reports whether such a request is a user's browser, which some site sends to the carrier.
func (w *World) SignsIn(method, path string) bool {
	return method == http.MethodGet && path == w.wire.Authorize && path != ""
}

// An exchange is one request and its answer.
type exchange struct {
	rw       http.ResponseWriter
	r        *http.Request
	epoch    uint64 // of the World when the request arrived
	seal     *seal  // likewise
	request  fakecarrier.Request
	response fakecarrier.Response
	crowded  bool // there is no room for another caller
	trouble  trouble
	data     templateData
	event    Event
	claims   *templateData  // of the issued token; nil if there is none
	body     []byte         // of the request, as far as it was read
	elder    bool           // the token is of a time before the last reset
	identity map[string]any // claims of the id_token beside it; nil if there is none
}

// exchanges are those that have ended. One is a kilobyte, and a carrier that is asked does little
// more than to fill it in.
var exchanges = sync.Pool{New: func() any { return new(exchange) }}

// arrive begins an exchange with what all have in common. It takes the lock, which leave releases;
// after that the exchange is another's.
func (w *World) arrive(rw http.ResponseWriter, r *http.Request, e fakecarrier.Endpoint) *exchange {
	w.mu.Lock()
	now := w.now()
	w.answers++
	x := exchanges.Get().(*exchange)
	*x = exchange{rw: rw, r: r, epoch: w.epoch, seal: w.seal.Load()}
	grants := &w.setup.Profile.Grants
	x.data = templateData{
		code: grants.InvalidGrant().Code,
		now:  now, transaction: w.answers, seed: w.setup.Seed ^ mix(w.epoch), path: r.URL.Path,
		customer: headerOf(r, "X-Customer-Transaction-Id"),
	}
	x.event = Event{
		Kind: EventRequest, At: now, Source: source(r), Method: clip(r.Method, mostPath),
		Path: clip(r.URL.Path, mostPath), Endpoint: e.String(),
		ID: clip(headerOf(r, "X-Request-Id"), mostRequestID),
	}
	x.request = fakecarrier.Request{Endpoint: e, Serial: w.answers}
	ip, _ := w.addresses.index(x.event.Source) // the oldest is forgotten
	x.request.IP = fakecarrier.IP(ip)
	return x
}

// headerOf is Header.Get, of a name that is canonical: nothing looks at its letters.
func headerOf(r *http.Request, canonical string) string {
	if values := r.Header[canonical]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// identify notes which client sent the request, and what faults do to it.
func (w *World) identify(x *exchange, client string) {
	x.data.client = clip(client, mostClientID)
	if len(client) <= mostClientID { // one that is longer is treated as no id
		cl, ok := w.clients.index(x.data.client)
		x.crowded = !ok
		x.request.Client = fakecarrier.Client(cl)
	}
	x.trouble = w.trouble(x)
}

// settle completes the state machine's answer: it counts the hit, holds the answer back if there is
// a fault, and lets a ban that began meanwhile cut the answer off. The caller holds the lock.
func (w *World) settle(x *exchange) {
	x.data.retryAfter = seconds(x.response.RetryAfter)
	if x.response.Reason == fakecarrier.ReasonFault && !x.trouble.until.IsZero() {
		x.data.retryAfter = seconds(x.trouble.until.Sub(x.data.now))
	}
	arrival := w.setup.Throttle.Moment == throttle.Arrival
	if arrival {
		w.countHit(x.data.now, &x.request, &x.response)
	}
	if service := &w.setup.Draws.Service; x.response.Reason != fakecarrier.ReasonBanned {
		x.trouble.delay += service.Draw(w.chance) // an edge's refusal takes no time
	}
	w.hold(x)
	if x.epoch != w.epoch {
		return // the World was reset meanwhile
	}
	x.response = w.carrier.Complete(x.data.now, x.request, x.response)
	if !arrival {
		w.countHit(x.data.now, &x.request, &x.response)
	}
}

// hold holds an answer back for as long as the faults say. If the caller gives up, the answer is
// lost. The caller of hold holds the lock.
func (w *World) hold(x *exchange) {
	if x.trouble.delay <= 0 {
		return
	}
	w.unlock()
	awaited := w.wait(x.r.Context(), x.trouble.delay)
	w.mu.Lock()
	x.trouble.lost = x.trouble.lost || !awaited
	x.data.now = w.now()
}

// leave writes the answer into the journal, releases the lock, which the caller holds, and sends
// the answer.
func (w *World) leave(x *exchange, p page) {
	e := &x.event
	e.Client = x.data.client
	if e.Why == "" && x.response.Reason != fakecarrier.ReasonNone {
		e.Why = w.whyRefused(x)
	}
	if e.Why == "" && x.trouble.lost {
		e.Why = cmp.Or(x.trouble.why, "the caller gave up while the answer was held back")
	}
	if e.Why == "" && x.trouble.send != nil {
		e.Why = x.trouble.why
	}
	if p.Status >= 400 || x.trouble.lost || e.Why != "" {
		e.Request = letter(x.r, x.body)
	}
	e.Status, e.Reason, e.Lost = p.Status, x.response.Reason, x.trouble.lost
	e.Ban, e.Rule, e.BannedUntil = x.response.Ban, x.response.Rule, x.response.BannedUntil
	if e.Lost {
		e.Status = 0
	}
	if second := x.data.now.Unix(); w.date == "" || second != w.dateOf {
		w.dateOf, w.date = second, x.data.now.Format(http.TimeFormat)
	}
	x.data.date = w.date
	if len(x.response.Limits) > 0 {
		tellLimits(x.rw.Header(), x.request.Endpoint, w.carrier.Meters(), x.response.Limits)
	}
	w.note(*e)
	w.standing.requests++
	w.noteBan(x, w.journal.seq)
	if x.request.Endpoint == fakecarrier.TokenEndpoint {
		if w.askers == nil {
			w.askers = make([]asker, mostAskers)
		}
		w.askers[x.request.Serial%mostAskers] = asker{x.request.Serial, w.journal.seq}
	}
	w.unlock()
	if e.Lost && x.trouble.send == nil {
		panic(http.ErrAbortHandler)
	}
	if x.claims != nil && p.Status == http.StatusOK {
		x.data.token = w.wire.sealed(x.seal, x.claims) // signing is slow: done after unlocking
		if x.identity != nil {
			x.data.idToken = w.idToken(x.identity, x.data.token)
		}
	}
	if x.trouble.send == nil {
		w.write(x.rw, w.wantsGzip(x.r), p, &x.data)
		*x = exchange{}
		exchanges.Put(x)
		return
	}
	a := &answer{header: x.rw.Header()}
	w.write(a, false, p, &x.data)
	x.trouble.send(w, x, a)
}

// refusal returns the page for an answer of the state machine that is not 200.
func (w *World) refusal(x *exchange) page {
	o := outcome(&x.response, x.request.Endpoint, w.setup.BanBody)
	p := w.wire.answers[o]
	switch x.response.Reason {
	case fakecarrier.ReasonFault:
		p.Status = x.response.Status
		if x.trouble.code != "" {
			p.Type, p.body, x.data.code = jsonType, &errorBody, x.trouble.code
		}
	case fakecarrier.ReasonGrant:
		if w.setup.Profile.Grants.Refusal.Status != 0 { // or else it is the page's
			p.Status = x.response.Status
		}
	case fakecarrier.ReasonThrottled, fakecarrier.ReasonQuota, fakecarrier.ReasonDisguised:
		p.Status, p.RetryAfter = x.response.Status, x.response.RetryAfter > 0
	}
	return p
}

// readBody reads the body of a request; nil if that is too long, or breaks off. The body is good
// until it is released.
func readBody(r *http.Request, most int64) (body []byte, release func()) {
	buffer := buffers.Get().(*bytes.Buffer)
	release = func() { buffers.Put(buffer) }
	buffer.Reset()
	if r.Body != nil {
		n, err := buffer.ReadFrom(io.LimitReader(r.Body, most+1))
		if err != nil || n > most {
			return nil, release
		}
	}
	return buffer.Bytes()[:buffer.Len():buffer.Len()], release
}

type sourceKey struct{}

// WithSource returns a context in which the caller's public address is from, whatever the
// connection says, so that many simulated callers can share one listener.
func WithSource(ctx context.Context, from netip.Addr) context.Context {
	return context.WithValue(ctx, sourceKey{}, from)
}

// Source returns the caller's public address, as a World takes it: the zero Addr if it is not
// known.
func Source(r *http.Request) netip.Addr { return source(r) }

// source returns the caller's public address: that of WithSource, or else that of the connection.
// If there is neither, it returns the zero Addr, which is metered as one more address.
func source(r *http.Request) netip.Addr {
	from, ok := r.Context().Value(sourceKey{}).(netip.Addr)
	if !ok {
		at, _ := netip.ParseAddrPort(r.RemoteAddr)
		from = at.Addr()
	}
	return from.Unmap().WithZone("")
}
