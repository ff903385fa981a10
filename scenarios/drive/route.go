package drive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A route leads from one node to one of the carrier's endpoints. It adds the scenario's legs,
// losses and time-out to a real request. It is an http.RoundTripper, so that its callers need not
// know.
type route struct {
	*fleet
	endpoint fakecarrier.Endpoint
	node     *node
	path     scenarios.Path
	sends    http.RoundTripper
	chance   *way
}

// endpointNames are as the streams of a simulation name them.
var endpointNames = [...]string{fakecarrier.TokenEndpoint: "token", fakecarrier.APIEndpoint: "api"}

// newRoute returns a route from node n. The caller holds the nodes' mu.
func (f *fleet) newRoute(n *node, e fakecarrier.Endpoint) *route {
	path := f.Scenario.Network.API
	if e == fakecarrier.TokenEndpoint {
		path = f.Scenario.Network.Token
	}
	return &route{
		fleet: f, endpoint: e, node: n, path: path, sends: n.transport, chance: f.wayOf(n.index, e),
	}
}

// A purpose is why a request is sent, carried by its context.
type purpose struct {
	action   *action // nil in the background
	why      strategies.Why
	customer int
}

type purposeKey struct{}

func withPurpose(ctx context.Context, p purpose) context.Context {
	return context.WithValue(ctx, purposeKey{}, p)
}

func purposeOf(ctx context.Context) purpose {
	p, _ := ctx.Value(purposeKey{}).(purpose)
	return p
}

// A passage is one request under way.
type passage struct {
	record      measure.Record // what all records of it say alike
	from        netip.Addr
	there, back time.Duration // the legs
	lost, mute  bool          // the request, or its reply, never arrives
	request     *http.Request
}

// An arrival is what came back.
type arrival struct {
	response *http.Response
	err      error
	due      time.Duration // when it should have come
}

var errNoAnswer = fmt.Errorf("no answer in time: %w", context.DeadlineExceeded)

// RoundTrip sends the request after the leg there, and returns the answer after the leg back. Who
// gives up, by context or time-out, leaves the request on its way: it takes effect all the same.
func (w *route) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := w.node.pass(); err != nil {
		return nil, err
	}
	p, err := w.depart(request)
	if err != nil {
		return nil, err
	}
	arrived := make(chan arrival, 1)
	w.run(func() { w.pass(p, arrived) })
	patience := w.clock.timer(p.record.Sent + w.path.Wait())
	defer patience.Stop()
	var came arrival
	select {
	case came = <-arrived:
	case <-request.Context().Done():
		came.err = request.Context().Err()
	case <-patience.C:
		came.err = errNoAnswer
	}
	if err := w.node.pass(); err != nil {
		return nil, err
	}
	r := p.record
	r.Kind = measure.TokenAnswered
	if w.endpoint == fakecarrier.APIEndpoint {
		r.Kind = measure.APIAnswered
	}
	if came.err == nil {
		r.Status = uint16(came.response.StatusCode)
		purposeOf(request.Context()).action.waited(came.due-r.Sent, w.clock.elapsed()-came.due)
	}
	w.book.add(r)
	return came.response, came.err
}

// depart draws what happens to a request on its way.
func (w *route) depart(request *http.Request) (*passage, error) {
	why := purposeOf(request.Context())
	ip := int(w.node.ip.Load())
	p := &passage{from: w.addressOf(ip), record: measure.Record{
		Serial: w.book.serial(), Sent: w.clock.elapsed(), Node: uint16(w.node.index),
		IP: uint16(ip), Customer: uint16(why.customer), User: measure.NoUser, Why: why.why,
	}}
	if why.action != nil {
		p.record.Action, p.record.User = why.action.id, why.action.user
	}
	var body []byte
	if request.Body != nil {
		var err error
		body, err = io.ReadAll(request.Body)
		request.Body.Close()
		if err != nil {
			return nil, err
		}
	}
	p.request = request.Clone(context.Background())
	p.request.Body = io.NopCloser(bytes.NewReader(body))
	p.request.ContentLength = int64(len(body))
	w.label(p.request, p.from)
	w.chance.draw(w.path, w.hindrances.of(w), p)
	return p, nil
}

// label says which world a request is for, and where it seems to come from.
func (f *fleet) label(request *http.Request, from netip.Addr) {
	if f.operator != nil {
		request.Header.Set(sessionHeader, f.operator.session)
		request.Header.Set("X-Forwarded-For", from.String())
	}
}

// pass carries a request there and back. The answer arrives when it is due: the way home takes up
// what the way there, and this machine, took too long.
func (w *route) pass(p *passage, arrived chan<- arrival) {
	if p.lost {
		r := p.record
		r.Kind = measure.RequestLost
		w.book.add(r)
		return
	}
	if !w.clock.until(w.ctx, p.record.Sent+p.there) {
		return
	}
	came := w.exchange(p, w.sends, clientID(int(p.record.Customer)))
	came.due = p.record.Sent + p.there + p.back
	if came.err == nil && !refusedByEdge(came.response.StatusCode) {
		came.due += w.services[w.endpoint].take()
	}
	if p.mute || !w.clock.until(w.ctx, came.due) {
		return
	}
	arrived <- came
}

// The bounds of a real exchange, assumed: this machine answers within seconds, and no answer of a
// carrier is longer than a megabyte.
const (
	realPatience = 10 * time.Second
	mostAnswer   = 1 << 20
)

var errLong = errors.New("drive: an answer longer than 1 MiB")

// exchange performs the real request, and keeps it as judged.
func (w *route) exchange(p *passage, by http.RoundTripper, client string) (came arrival) {
	ctx, cancel := context.WithTimeout(context.Background(), realPatience)
	defer cancel()
	x := exchange{record: p.record, ip: p.from, client: client}
	x.record.Kind = measure.APIJudged
	if w.endpoint == fakecarrier.TokenEndpoint {
		x.record.Kind = measure.TokenJudged
	}
	x.record.At = w.clock.elapsed()
	response, err := by.RoundTrip(p.request.WithContext(ctx))
	if err != nil {
		w.book.unanswered(err)
		return arrival{err: err}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, mostAnswer+1))
	if err == nil && len(body) > mostAnswer {
		err = errLong
	}
	if err != nil {
		w.book.unanswered(err)
		return arrival{err: err}
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	x.record.Status = uint16(response.StatusCode)
	w.book.exchanged(x)
	return arrival{response: response}
}
