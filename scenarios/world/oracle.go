package world

import (
	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// An oracle looks into the carrier for the clairvoyant bound.
type oracle struct{ client *client }

func (o oracle) Alive(t strategies.Token) bool {
	w := o.client.node.w
	return w.carrier.Alive(w.now(), tokenID(t))
}

func (o oracle) Willing() bool {
	c := o.client
	w := c.node.w
	ip, client := fakecarrier.IP(c.node.ip), fakecarrier.Client(c.customer)
	banned := w.carrier.BannedUntil(ip, client, w.now())
	return banned.IsZero() && !w.paths[fakecarrier.TokenEndpoint].down(c.customer)
}
