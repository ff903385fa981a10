package drive

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/netip"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A stranger sends requests that do not come from the fleet. They reach the carrier without delay.
type stranger struct {
	*fleet
	faults.Stranger
	sends http.RoundTripper
	from  netip.Addr
}

// newStranger returns the client of a stranger.
func (f *fleet) newStranger(s faults.Stranger) strategies.Source {
	through := stranger{fleet: f, Stranger: s, sends: f.target.transport(), from: f.addressOf(0)}
	if s.Foreign {
		through.from = f.addressOf(f.Scenario.Fleet.PublicIPs)
	}
	return f.dialect.client(f.clock, through, s.Customer, f.target)
}

// RoundTrip sends the request at once.
func (s stranger) RoundTrip(request *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(request.Body)
	request.Body.Close()
	if err != nil {
		return nil, err
	}
	p := &passage{from: s.from, record: measure.Record{
		Serial: s.book.serial(), Sent: s.clock.elapsed(), By: measure.ByNeighbour,
		User: measure.NoUser, Customer: uint16(s.Customer), Why: strategies.WhyCold,
	}}
	if s.Foreign {
		p.record.By, p.record.IP = measure.ByOutsider, uint16(s.Scenario.Fleet.PublicIPs)
	}
	p.request = request.Clone(context.Background())
	p.request.Body = io.NopCloser(bytes.NewReader(body))
	s.label(p.request, p.from)
	w := route{fleet: s.fleet, endpoint: fakecarrier.TokenEndpoint}
	came := w.exchange(p, s.sends, clientID(s.Customer))
	return came.response, came.err
}
