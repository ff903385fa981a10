package server

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// simulated is the key of the address that a listener's callers seem to come from.
type simulated struct{}

// withSource is the context with the public address that a request comes from. A listener with an
// address of its own decides; else X-Forwarded-For, if the peer is trusted: its last address that
// is not trusted itself. Else the header is not looked at, and the connection decides.
func (s *Server) withSource(ctx context.Context, r *http.Request) context.Context {
	if from, ok := ctx.Value(simulated{}).(netip.Addr); ok {
		return front.WithSource(ctx, from)
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !s.trusts(peer.Addr()) {
		return ctx
	}
	from := peer.Addr()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, text := range slices.Backward(hops) {
		hop, err := netip.ParseAddr(strings.TrimSpace(text))
		if err != nil {
			break // what stands before is not to be believed
		}
		if from = hop; !s.trusts(hop) {
			break
		}
	}
	return front.WithSource(ctx, from.Unmap().WithZone(""))
}

// trusts reports whether a peer's word on where requests come from is believed.
func (s *Server) trusts(peer netip.Addr) bool {
	peer = peer.Unmap().WithZone("")
	for _, network := range s.config.Trust {
		if network.Contains(peer) {
			return true
		}
	}
	return false
}
