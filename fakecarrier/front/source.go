package front

import (
	"context"
	"net/http"
	"net/netip"
)

type sourceKey struct{}

// WithSource returns a context whose request comes from that public address, whatever its
// connection says: many simulated callers share one listener so.
func WithSource(ctx context.Context, from netip.Addr) context.Context {
	return context.WithValue(ctx, sourceKey{}, from)
}

// source is the public address that a request comes from: that of WithSource, else its
// connection's. It is the invalid Addr where neither is one; that is metered as one more address.
func source(r *http.Request) netip.Addr {
	if from, ok := r.Context().Value(sourceKey{}).(netip.Addr); ok {
		return from.Unmap().WithZone("")
	}
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap().WithZone("")
}
