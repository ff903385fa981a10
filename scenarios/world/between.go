package world

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// A Handler answers a request that reaches a carrier now, as fakecarrier.Carrier.Handle does.
type Handler func(now time.Time, q fakecarrier.Request) fakecarrier.Response

// A Between makes what stands between the network and a carrier, anew in each run. What it does
// otherwise than the carrier is a fault, which invariants and searches have to find.
type Between func(c *fakecarrier.Carrier) Handler
