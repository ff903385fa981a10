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
// trusted itself; or else that of the connection. Its error is a header that a trusted peer sent
// and that cannot be read: a request must not count for somebody else because of it.
func (s *Server) withSource(ctx context.Context, r *http.Request) (context.Context, error) {
	if from, ok := ctx.Value(simulated{}).(netip.Addr); ok {
		return front.WithSource(ctx, from), nil
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !s.trusts(peer.Addr()) {
		return ctx, nil
	}
	from, headers := peer.Addr(), r.Header.Values("X-Forwarded-For")
	if len(headers) == 0 {
		return front.WithSource(ctx, from.Unmap().WithZone("")), nil
	}
	for _, text := range slices.Backward(strings.Split(strings.Join(headers, ","), ",")) {
		hop, ok := hopOf(strings.TrimSpace(text))
		if !ok {
			return ctx, invalid("found %q in X-Forwarded-For; meant addresses, as 203.0.113.7, "+
				"203.0.113.7:51234, 2001:db8::7 or [2001:db8::7]:51234", text)
		}
		if from = hop; !s.trusts(hop) {
			break // what stands before it is the caller's word
		}
	}
	return front.WithSource(ctx, from.Unmap().WithZone("")), nil
}

// hopOf reads an address of X-Forwarded-For, which some proxies write with its port.
func hopOf(text string) (hop netip.Addr, ok bool) {
	if at, err := netip.ParseAddrPort(text); err == nil {
		return at.Addr(), true
	}
	if len(text) > 2 && text[0] == '[' && text[len(text)-1] == ']' {
		text = text[1 : len(text)-1]
	}
	hop, err := netip.ParseAddr(text)
	return hop, err == nil
}

// trusts reports whether the server believes a peer about where its requests come from.
func (s *Server) trusts(peer netip.Addr) bool {
	peer = peer.Unmap().WithZone("")
	return slices.ContainsFunc(s.config.Trust, func(network netip.Prefix) bool {
		return network.Contains(peer)
	})
}
