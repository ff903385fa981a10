package server

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// simulated is the context key of the address that a listener gives its callers.
type simulated struct{}

// withSource returns the context with the caller's public address: the one that the listener gives
// its callers; or else, if the peer is trusted, the last address in X-Forwarded-For that is not
// trusted itself; or else that of the connection.
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
			break // nothing before it is trusted
		}
		if from = hop; !s.trusts(hop) {
			break
		}
	}
	return front.WithSource(ctx, from.Unmap().WithZone(""))
}

// trusts reports whether the server believes a peer about where its requests come from.
func (s *Server) trusts(peer netip.Addr) bool {
	peer = peer.Unmap().WithZone("")
	return slices.ContainsFunc(s.config.Trust, func(network netip.Prefix) bool {
		return network.Contains(peer)
	})
}
