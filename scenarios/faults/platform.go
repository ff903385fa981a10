package faults

import (
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Platform is all that a fault may touch: the nodes of a fleet and their caches, the way to the
// carrier, and the carrier. A simulated run has one and a driven run has one. Each fault of a
// scenario is given a Platform of its own, which knows whose records it keeps.
//
// Nodes, customers and public IPs are counted from 0. A method that begins something lasting
// returns the function that ends it. Several of a kind add up.
type Platform interface {
	// Sizes are those of the scenario.
	Sizes() measure.Sizes
	// Rand returns the random numbers of that name, which no other fault has.
	Rand(name string) *rand.Rand
	// Now is the time since the run's start.
	Now() time.Duration
	// At lets f happen at an instant that is not past: of two at the same instant, the one that was
	// arranged first happens first. What lies beyond the end of the run does not happen.
	At(t time.Duration, f func())
	// Began and Ended record that the fault begins, and ends, now.
	Began()
	Ended()

	// StopNode lets a node take no more clicks. What is under way goes on; end ends its work in the
	// background.
	StopNode(node int) (end func())
	// StartNode ends one stop, or crash, of a node. After the last one the node starts, with cold
	// caches of its own.
	StartNode(node int)
	// Deploy lets a node run a strategy, by name, from its next start on; empty: the compared one.
	Deploy(node int, strategy string)
	// CrashNode ends a node at once: its calls fail, and answers to it reach nobody. Locks within the
	// node are gone with it; locks and leases between nodes stay as they are.
	CrashNode(node int)
	// PauseNode lets a node stand still, but not its clock. Clicks, answers and timers that fall into
	// the pause are taken up at its end, in their order.
	PauseNode(node int) (end func())
	// AddNodes adds so many nodes; the users are dealt anew.
	AddNodes(more int)
	// TurnClock turns a node's clock ahead; negative: back.
	TurnClock(node int, by time.Duration)
	// PublicIP is the public IP through which a node leaves.
	PublicIP(node int) int
	// LeaveThrough lets a node leave through another public IP from now on, restarts included.
	LeaveThrough(node, ip int)
	// NewPublicIP gives the fleet a public IP that nobody has had yet.
	NewPublicIP() (ip int)

	// CachesDown takes caches down: reads miss, writes vanish.
	CachesDown(which Caches) (end func())
	// CachesSlow lets reads and writes of caches take so much longer.
	CachesSlow(which Caches, by time.Duration) (end func())

	// SaveStore notes what the store shared by all nodes holds now, and returns a function that puts
	// it back.
	SaveStore() (restore func())

	// Legs adds to either leg of requests.
	Legs(of Traffic, adds chance.Distribution) (end func())
	// Lose loses shares of requests and of replies.
	Lose(of Traffic, requests, replies float64) (end func())

	// Slow adds to the service time of requests.
	Slow(only Only, adds chance.Distribution) (end func())
	// Answer lets the carrier answer with a status; hits count all the same.
	Answer(a Answer) (end func())
	// Ban bans a public IP, or starts the time of its present ban anew.
	Ban(ip int)
	// Lift ends the ban of a public IP.
	Lift(ip int)
	// KillTokens lets the carrier refuse every token of a customer that it accepts now.
	KillTokens(customer int)
	// Issue gives a token to somebody who has a customer's credentials, in a way that no meter sees:
	// the customer's own tokens suffer as under any renewal.
	Issue(customer int)
	// Request sends a token request that is not the fleet's. Nobody waits for the answer.
	Request(s Stranger)
}

// Caches are token caches: those of a node, and the store that all nodes share.
type Caches struct {
	Node  *int // of this node alone; nil: of all nodes, and the fleet's
	Store bool // the store shared by all nodes as well
}

// The nodes of caches that all nodes share.
const (
	FleetCache  = -1
	SharedStore = -2
)

// Of reports whether the cache of a node is among them.
func (c *Caches) Of(node int) bool {
	if node == SharedStore {
		return c.Store
	}
	return c.Node == nil || *c.Node == node
}

// Traffic is requests of some kind and their answers. Its zero value is all of the fleet's.
type Traffic struct {
	Only Only
	Node *int // of this node alone
}

// Of reports whether the requests of a node to an endpoint are among it.
func (t *Traffic) Of(node int, e fakecarrier.Endpoint) bool {
	return t.Only.Of(e) && (t.Node == nil || *t.Node == node)
}

// An Answer is what the carrier answers instead of its own.
type Answer struct {
	Status   int
	Only     Only
	Share    float64 // of the requests
	Customer *int    // to this customer alone
	Code     string  // of the error in the body; "" is none
}

// A Stranger is somebody who is none of the fleet.
type Stranger struct {
	Customer int  // whose credentials; the number of customers: somebody else's
	Foreign  bool // from an address of his own; else through the fleet's first public IP
}

// Record is what records of his requests have in common.
func (s Stranger) Record(sizes measure.Sizes) measure.Record {
	r := measure.Record{
		By: measure.ByNeighbour, User: measure.NoUser, Customer: uint16(s.Customer),
		Why: strategies.WhyCold,
	}
	if s.Foreign {
		r.By, r.IP = measure.ByOutsider, uint16(sizes.PublicIPs)
	}
	return r
}

// Only names one endpoint; empty stands for both.
type Only string

// Choices are what a file may write.
func (Only) Choices() []string {
	return []string{fakecarrier.TokenEndpoint.String(), fakecarrier.APIEndpoint.String()}
}

// Of reports whether the endpoint is meant.
func (o Only) Of(e fakecarrier.Endpoint) bool { return o == "" || string(o) == e.String() }
