package front

import (
	"context"
	"net/http"
	"net/netip"
)

type sourceKey struct{}

// WithSource returns a context in which the caller's public address is from, whatever the
// connection says, so that many simulated callers can share one listener.
func WithSource(ctx context.Context, from netip.Addr) context.Context {
	return context.WithValue(ctx, sourceKey{}, from)
}

// source returns the caller's public address: that of WithSource, or else that of the connection.
// If there is neither, it returns the zero Addr, which is metered as one more address.
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
