package drive

import (
	"context"
	"net/http"

	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A stranger sends requests that do not come from the fleet. They reach the carrier without delay.
type stranger struct {
	*fleet
	who   faults.Stranger
	sends http.RoundTripper
}

// RoundTrip sends the request at once.
func (s stranger) RoundTrip(request *http.Request) (*http.Response, error) {
	r := s.who.Record(s.Sizes())
	r.Kind, r.Serial, r.Sent = measure.TokenJudged, s.book.requests.Add(1), s.clock.elapsed()
	came := s.exchange(r, request.Clone(context.Background()), s.sends)
	return came.response, came.err
}
