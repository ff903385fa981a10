package scenarios

import (
	"cmp"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/chance"
)

// Network is the way between fleet and carrier.
type Network struct {
	API   Path `yaml:"api" doc:"The way of API calls."`
	Token Path `yaml:"token" doc:"The way of token requests."`

	Connect int          `yaml:"connect" min:"0" max:"10" doc:"Round trips that a new connection takes before the first request on it: 2 with TLS 1.3, 3 with TLS 1.2. Default 0: connections are always there."`
	Idle    PositiveSpan `yaml:"idle" doc:"With connect: how long a connection without a request is kept. Default for good."`
}

// Path is the way of an endpoint's requests.
func (n *Network) Path(e fakecarrier.Endpoint) *Path {
	if e == fakecarrier.APIEndpoint {
		return &n.API
	}
	return &n.Token
}

// A Path is one way to the carrier and back: each leg is drawn on its own.
type Path struct {
	Leg       chance.Distribution `yaml:"leg,required" meant:"the time of one leg, such as \"50ms\"" doc:"One leg; a round trip of 100 ms is two legs of 50 ms."`
	LoseThere Share               `yaml:"lose_requests" doc:"Share of requests that never arrive."`
	LoseBack  Share               `yaml:"lose_replies" doc:"Share of replies that never arrive; the hit was counted."`
	Timeout   PositiveSpan        `yaml:"timeout" doc:"How long the client waits for the answer. Default 30s."`
}

// Wait is how long a client waits for an answer on this path.
func (p *Path) Wait() time.Duration {
	return cmp.Or(time.Duration(p.Timeout), defaultTimeout)
}

// defaultTimeout is how long a client waits unless the file says otherwise.
const defaultTimeout = 30 * time.Second // assumed; a common client default

// EndpointNames are the paths of a Network as files name them.
var EndpointNames = [...]string{fakecarrier.TokenEndpoint: "token", fakecarrier.APIEndpoint: "api"}
