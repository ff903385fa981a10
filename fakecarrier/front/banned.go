package front

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Banned is a caller who is banned when a World begins, or is reset.
type Banned struct {
	Source netip.Addr
	Client string
	Until  time.Time     // one that is past is no ban
	For    time.Duration // from the beginning on, in place of Until
}

const meantBanned = "a caller and the end, as 203.0.113.7=2026-03-01T12:10:00Z, " +
	"203.0.113.7=10m, client:shop=10m or 203.0.113.7+client:shop=10m"

// UnmarshalText reads the text form, as 203.0.113.7=10m.
func (b *Banned) UnmarshalText(text []byte) error {
	*b = Banned{}
	caller, end, ok := cutLast(string(text), "=")
	wrong := &unit.Error{Found: unit.Quote(string(text)), Meant: meantBanned}
	if !ok {
		return wrong
	}
	address, client, named := strings.Cut(caller, "client:")
	address = strings.TrimSuffix(address, "+")
	if b.Client = client; named && client == "" || !named && address == "" {
		return wrong
	}
	var err error
	if address != "" {
		if b.Source, err = netip.ParseAddr(address); err != nil {
			return wrong
		}
	}
	if b.Until, err = time.Parse(time.RFC3339, end); err == nil {
		return nil
	}
	b.Until = time.Time{}
	if b.For, err = unit.ParseDuration(end); err != nil || b.For <= 0 {
		return wrong
	}
	return nil
}

func cutLast(text, between string) (before, after string, ok bool) {
	i := strings.LastIndex(text, between)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(between):], true
}

// MarshalText writes the text form.
func (b Banned) MarshalText() ([]byte, error) {
	var caller string
	if b.Source.IsValid() {
		caller = b.Source.String()
	}
	if b.Client != "" {
		caller = strings.TrimPrefix(caller+"+client:"+b.Client, "+")
	}
	if b.For > 0 {
		return []byte(caller + "=" + unit.FormatDuration(b.For)), nil
	}
	return []byte(caller + "=" + b.Until.Format(time.RFC3339Nano)), nil
}

// ImposeUntil is Impose of a ban that ends then.
func (w *World) ImposeUntil(from netip.Addr, client string, until time.Time) error {
	w.mu.Lock()
	defer w.unlock()
	now := w.now()
	if !until.After(now) {
		return fmt.Errorf("fakecarrier: found a ban until %v, and it is %v; meant a later end",
			until.UTC().Format(time.RFC3339), now.Format(time.RFC3339))
	}
	_, err := w.impose(now, from, client, until)
	return err
}

// seedBans bans those who are banned from the beginning. The caller holds the lock.
func (w *World) seedBans(now time.Time) error {
	for _, b := range w.setup.Banned {
		until := b.Until
		if b.For > 0 {
			until = now.Add(b.For)
		}
		if !until.After(now) {
			continue // it is over
		}
		if _, err := w.impose(now, b.Source, b.Client, until); err != nil {
			return err
		}
	}
	w.standing.bans = 0 // these are no doing of the callers
	return nil
}
