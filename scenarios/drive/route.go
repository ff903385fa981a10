package drive

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A route leads from one node to one endpoint of the carrier. It is an http.RoundTripper that adds
// the scenario's legs, losses and time-out to a real request.
type route struct {
	*fleet
	node     *node
	customer int
	endpoint fakecarrier.Endpoint
}

// A purpose is why a request is sent. The request's context carries it.
type purpose struct {
	action  *action // nil in the background
	why     strategies.Why
	process uint64 // who does it
}

type purposeKey struct{}

func withPurpose(ctx context.Context, p purpose) context.Context {
	return context.WithValue(ctx, purposeKey{}, p)
}

func purposeOf(ctx context.Context) purpose {
	p, _ := ctx.Value(purposeKey{}).(purpose)
	return p
}

// A passage is what happens to a request on its way.
type passage struct {
	there, back time.Duration // the legs
	lost, mute  bool          // the request, or its reply, never arrives
}

// An arrival is what came back.
type arrival struct {
	response *http.Response
	err      error
	due      time.Duration // when it should have come
}

var errNoAnswer = fmt.Errorf("no answer in time: %w", context.DeadlineExceeded)

// The kinds of the records of a request, by its endpoint.
var (
	judged = [...]measure.Kind{
		fakecarrier.TokenEndpoint: measure.TokenJudged, fakecarrier.APIEndpoint: measure.APIJudged,
	}
	answered = [...]measure.Kind{
		fakecarrier.TokenEndpoint: measure.TokenAnswered,
		fakecarrier.APIEndpoint:   measure.APIAnswered,
	}
)

// RoundTrip sends the request after the leg there, and returns the answer after the leg back. A
// request goes on, and takes effect, even if its caller gives up by context or time-out: its body
// is in memory, and its copy has no context.
func (w *route) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := w.node.pass(); err != nil {
		return nil, err
	}
	why := purposeOf(request.Context())
	r := w.depart(why)
	pair := strategies.RefreshOf(request.Context()).Refresh
	renews := w.sessions != nil && w.endpoint == fakecarrier.TokenEndpoint && pair != ""
	if renews {
		w.sessions.departed(r, pair)
	}
	way, free, arrived := w.draw(), request.Clone(context.Background()), make(chan arrival, 1)
	w.run(func() { w.carry(r, way, free, arrived, pair) })
	patience := w.clock.timer(r.Sent + w.Scenario.Path(0, w.endpoint).Wait())
	defer patience.Stop()
	var came arrival
	select {
	case came = <-arrived:
	case <-request.Context().Done():
		came.err = request.Context().Err()
	case <-patience.C:
		came.err = errNoAnswer
	}
	if renews && came.err == nil {
		w.sessions.arrived(r.Serial, why.process)
	} else if renews {
		w.sessions.unheard(r.Serial, measure.LostUnheard)
	}
	if err := w.node.pass(); err != nil {
		return nil, err
	}
	answer := r // the request may still be under way, and reads r
	answer.Kind = answered[w.endpoint]
	if came.err == nil {
		answer.Status = uint16(came.response.StatusCode)
		why.action.waited(came.due-r.Sent, w.clock.elapsed()-came.due)
	}
	w.book.add(answer)
	return came.response, came.err
}

// depart returns what all records of a request that is sent now have in common.
func (w *route) depart(why purpose) measure.Record {
	r := measure.Record{
		Kind: judged[w.endpoint], Serial: w.book.requests.Add(1), Sent: w.clock.elapsed(),
		Node: uint16(w.node.index), IP: uint16(w.node.ip.Load()), Customer: uint16(w.customer),
		User: measure.NoUser, Why: why.why,
	}
	if why.action != nil {
		r.Action, r.User = why.action.id, why.action.user
		r.Class = w.Scenario.ClassOf(why.action.load)
	}
	return r
}

// draw draws what happens to a request on its way.
func (w *route) draw() (p passage) {
	path := w.Scenario.Path(0, w.endpoint)
	chances := w.node.chances[w.endpoint]
	p.there, p.back = path.Leg.Draw(chances.legs), path.Leg.Draw(chances.legs)
	p.lost = loses(chances.losses, float64(path.LoseThere))
	p.mute = loses(chances.losses, float64(path.LoseBack))
	for _, h := range w.Hindrances.Now() {
		if h.Of.Of(w.node.index, w.endpoint) {
			p.there += h.Adds.Draw(chances.legs)
			p.back += h.Adds.Draw(chances.legs)
			p.lost = loses(chances.losses, h.LoseRequests) || p.lost
			p.mute = loses(chances.losses, h.LoseReplies) || p.mute
		}
	}
	if e := path.Except(w.node.index, int(chances.sent.Add(1))); e != nil {
		p.there = cmp.Or(time.Duration(e.There), p.there)
		p.back = cmp.Or(time.Duration(e.Back), p.back)
		p.lost, p.mute = p.lost || e.LoseThere, p.mute || e.LoseBack
	}
	return p
}

// loses decides whether a leg loses its message. Where none is ever lost, it draws nothing.
func loses(losses *rand.Rand, share float64) bool { return share > 0 && losses.Float64() < share }

// carry carries a request there and back. The answer arrives when it is due: where the way there,
// or this machine, took too long, the way back is that much shorter.
func (w *route) carry(
	r measure.Record, p passage, request *http.Request, arrived chan<- arrival, pair string,
) {
	renews := w.sessions != nil && w.endpoint == fakecarrier.TokenEndpoint && pair != ""
	if p.lost {
		r.Kind = measure.RequestLost
		w.book.add(r)
		if renews {
			w.sessions.unheard(r.Serial, measure.LostUnheard)
		}
		return
	}
	if !w.clock.until(w.ctx, r.Sent+p.there) {
		return
	}
	of := renewal{presented: pair, sent: w.clock.elapsed()}
	came := w.exchange(r, request, w.node.transport)
	if renews {
		of.got = w.clock.elapsed()
		if came.err == nil {
			of.brought = w.dialect.refreshIn(came.response)
		}
		w.sessions.exchanged(r.Serial, of)
		if p.mute {
			w.sessions.unheard(r.Serial, measure.LostUnheard)
		}
	}
	came.due = r.Sent + p.there + p.back
	if came.err == nil && came.response.StatusCode != http.StatusForbidden {
		came.due += w.serviceTime(w.endpoint) // an edge's refusal, by a ban, takes none
	}
	if !p.mute && w.clock.until(w.ctx, came.due) {
		arrived <- came
	}
}

// A slowdown is what a fault adds to the service time.
type slowdown struct {
	only faults.Only
	adds chance.Distribution
}

// serviceTime draws the scenario's service time, which is added to the time of the real server.
func (f *fleet) serviceTime(e fakecarrier.Endpoint) time.Duration {
	took := f.Scenario.Carrier.Service.Draw(f.service[e])
	for _, s := range f.slowdowns.Now() {
		if s.only.Of(e) {
			took += s.adds.Draw(f.service[e])
		}
	}
	return took
}

// The bounds of a real exchange, assumed: this machine answers within seconds, and no answer of a
// carrier is longer than a megabyte.
const (
	realPatience = 10 * time.Second
	mostAnswer   = 1 << 20
)

var errLong = errors.New("drive: an answer longer than 1 MiB")

// exchange sends the real request of a record, and keeps the record as judged.
func (f *fleet) exchange(
	r measure.Record, request *http.Request, by http.RoundTripper,
) arrival {
	ctx, cancel := context.WithTimeout(context.Background(), realPatience)
	defer cancel()
	if f.operator != nil {
		request.Header.Set(sessionHeader, f.operator.session)
		request.Header.Set("X-Forwarded-For", addressOf(int(r.IP)).String())
		request.Header.Set("X-Request-Id", requestID(r.Serial))
	}
	r.At = f.clock.elapsed()
	response, err := by.RoundTrip(request.WithContext(ctx))
	if err == nil {
		err = readWhole(response)
	}
	if err != nil {
		f.book.unanswered(err)
		return arrival{err: err}
	}
	r.Status = uint16(response.StatusCode)
	f.book.exchanged(r)
	return arrival{response: response}
}

// readWhole reads an answer into memory.
func readWhole(response *http.Response) error {
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, mostAnswer+1))
	if err == nil && len(body) > mostAnswer {
		err = errLong
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return err
}
