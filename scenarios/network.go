package scenarios

import (
	"cmp"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/chance"
)

// Network is the way between fleet and carrier.
type Network struct {
	API   Path `yaml:"api" doc:"The way of API calls."`
	Token Path `yaml:"token" doc:"The way of token requests."`

	Connect int          `yaml:"connect" min:"0" max:"10" doc:"Round trips that a new connection takes before the first request on it: 2 with TLS 1.3, 3 with TLS 1.2. Default 0: connections are always there."`
	Idle    PositiveSpan `yaml:"idle" doc:"With connect: how long a connection without a request is kept. Default for good."`

	Proxy *Proxy `yaml:"proxy_caches" doc:"A proxy between each public IP and each carrier that keeps a refused answer to an API call, and gives it to all calls of that public IP. Default none."`
}

// A Proxy keeps answers of one status to API calls, whoever asks: it looks at the URL, and not at
// the token.
type Proxy struct {
	Status int          `yaml:"status,required" min:"400" max:"599" meant:"the status of the answers that it keeps, such as 401" doc:"Which answers it keeps, such as 401."`
	For    PositiveSpan `yaml:"for,required" meant:"how long it keeps one, such as 10s" doc:"How long it keeps one, from the moment at which the carrier gave it."`
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

	Exceptions []Exception `yaml:"except" doc:"What becomes of single requests, whatever is drawn."`
}

// Wait is how long a client waits for an answer on this path.
func (p *Path) Wait() time.Duration {
	return cmp.Or(time.Duration(p.Timeout), defaultTimeout)
}

// defaultTimeout is how long a client waits unless the file says otherwise.
const defaultTimeout = 30 * time.Second // assumed; a common client default

// EndpointNames are the paths of a Network as files name them.
var EndpointNames = [...]string{fakecarrier.TokenEndpoint: "token", fakecarrier.APIEndpoint: "api"}
