package logs

import (
	"bytes"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A filter says which records are kept.
type filter struct {
	hosts, paths, methods []string
	clients               clientFilter
	statuses              []string
	since, until          int64
	forwarded             bool
	path                  []byte // of the record at hand, normalised
	scratch               []byte
}

// compile prepares the filter that options describe.
func (o *Options) compile() (*filter, error) {
	f := &filter{forwarded: o.Forwarded, since: 0, until: 1<<63 - 1}
	for _, host := range o.Hosts {
		r := record{host: withoutPort([]byte(host))}
		if strings.Contains(host, "://") {
			r.setTarget([]byte(host))
		}
		f.hosts = append(f.hosts, strings.ToLower(string(r.host)))
	}
	token := false
	for _, path := range o.Paths {
		var r record
		r.setTarget([]byte(path))
		path = strings.Trim(string(f.normalise(r.path)), "/")
		token = token || namesToken(path)
		f.paths = append(f.paths, path)
	}
	for _, method := range o.Methods {
		f.methods = append(f.methods, strings.ToUpper(method))
	}
	if len(f.methods) == 0 && token {
		f.methods = []string{"POST"}
	}
	if slices.Contains(f.methods, "ANY") {
		f.methods = nil
	}
	var err error
	if f.clients, err = newClientFilter(o.Clients); err != nil {
		return nil, err
	}
	for _, status := range o.Statuses {
		status = strings.ToLower(status)
		class := strings.TrimRight(status, "x")
		n, err := strconv.Atoi(class)
		if err != nil || n < 0 || len(status) != 3 && status != "0" {
			return nil, &unit.Error{Found: "--status " + unit.Quote(status), Meant: "403, or 4xx"}
		}
		f.statuses = append(f.statuses, strconv.Itoa(n)+status[len(class):])
	}
	for _, bound := range []struct {
		name, text string
		at         *int64
	}{{"since", o.Since, &f.since}, {"until", o.Until, &f.until}} {
		if bound.text == "" {
			continue
		}
		at, ok := instant(bound.text, o.Location())
		if !ok {
			return nil, &unit.Error{Found: "--" + bound.name + " " + unit.Quote(bound.text),
				Meant: "an instant, as 2026-03-02T07:00:00Z, 2026-03-02 07:00 or 2026-03-02; of a list " +
					"of seconds, seconds"}
		}
		*bound.at = at
	}
	return f, nil
}

// instant reads an instant that a user types.
func instant(text string, zone *time.Location) (at int64, ok bool) {
	if len(text) == len("2026-03-02") && strings.Count(text, "-") == 2 {
		text += "T00:00"
	}
	at, _, ok = anyClock([]byte(text), zone)
	return at, ok
}

// leaves says why a record is left out, if it is.
func (f *filter) leaves(r *record, begin int64) (why Reason, out bool) {
	f.path = nil
	if len(r.path) > 0 {
		f.path = f.normalise(r.path)
	}
	switch {
	case len(f.hosts) > 0 && !slices.ContainsFunc(f.hosts, func(host string) bool {
		return strings.EqualFold(host, string(r.host))
	}):
		return OtherHost, true
	case len(f.paths) > 0 && !f.below():
		return OtherPath, true
	case len(f.methods) > 0 && len(r.method) > 0 && !f.hasMethod(r.method):
		return OtherMethod, true
	case !f.clients.has(f.client(r)):
		return OtherClient, true
	case len(f.statuses) > 0 && !f.hasStatus(r.status):
		return OtherStatus, true
	case begin < f.since || begin >= f.until:
		return OtherTime, true
	}
	return 0, false
}

// client is who asked, or who the proxy says did.
func (f *filter) client(r *record) []byte {
	if f.forwarded && len(r.forwarded) > 0 {
		return r.forwarded
	}
	return r.client
}

// below reports whether the path is one of those that are kept, or below one, with a slash before
// it or without.
func (f *filter) below() bool {
	asked := bytes.TrimPrefix(f.path, []byte("/"))
	for _, path := range f.paths {
		if n := len(path); n == 0 && len(f.path) > 0 || len(asked) >= n &&
			string(asked[:n]) == path && (len(asked) == n || asked[n] == '/' || asked[n] == ';') {
			return true
		}
	}
	return false
}

// hasMethod reports whether a method is kept. A CONNECT always is: what was asked through it cannot
// be seen.
func (f *filter) hasMethod(method []byte) bool {
	for _, m := range f.methods {
		if strings.EqualFold(m, string(method)) {
			return true
		}
	}
	return string(method) == "CONNECT"
}

func (f *filter) hasStatus(status int) bool {
	text := strconv.Itoa(status)
	return slices.ContainsFunc(f.statuses, func(kept string) bool {
		class := strings.TrimRight(kept, "x")
		return kept == text || len(text) == len(kept) && len(class) < len(kept) &&
			strings.HasPrefix(text, class)
	})
}

// normalise returns a path without query, with single slashes, and with escapes in one spelling:
// what needs none has none, nor has a slash, which servers read as one; the others have capitals.
// It is valid until the next call.
func (f *filter) normalise(path []byte) []byte {
	plain, before := true, byte(0)
	for i, c := range path {
		if c == '?' || c == '#' {
			path = path[:i]
			break
		}
		plain = plain && c != '%' && (c != '/' || before != '/')
		before = c
	}
	if plain {
		return path
	}
	f.scratch = f.scratch[:0]
	for i := 0; i < len(path); i++ {
		c := path[i]
		if c == '%' && i+2 < len(path) {
			if n, err := strconv.ParseUint(string(path[i+1:i+3]), 16, 8); err == nil {
				if plain := byte(n); unreserved(plain) || plain == '/' {
					c = plain
					i += 2
				} else {
					f.scratch = append(f.scratch, bytes.ToUpper(path[i:i+3])...)
					i += 2
					continue
				}
			}
		}
		if c == '/' && len(f.scratch) > 0 && f.scratch[len(f.scratch)-1] == '/' {
			continue
		}
		f.scratch = append(f.scratch, c)
	}
	return f.scratch
}

// unreserved reports whether a character of a path means the same with and without an escape, by
// RFC 3986, section 2.3.
func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

// A clientFilter knows which clients are kept.
type clientFilter struct {
	networks []netip.Prefix
	names    []string
	known    map[string]bool // asked before
}

// mostKnown bounds what is remembered of the clients, paths and hosts that were seen.
const mostKnown = 1 << 15

func newClientFilter(clients []string) (clientFilter, error) {
	c := clientFilter{known: map[string]bool{}}
	for _, client := range clients {
		client = string(withoutPort([]byte(client)))
		if network, err := netip.ParsePrefix(client); err == nil {
			c.networks = append(c.networks, network.Masked())
		} else if strings.Contains(client, "/") {
			return c, &unit.Error{Found: "--client " + unit.Quote(client),
				Meant: "an address, a network as 10.0.0.0/8, or a name"}
		} else if a, ok := address(client); ok {
			c.networks = append(c.networks, netip.PrefixFrom(a, a.BitLen()))
		} else {
			c.names = append(c.names, client)
		}
	}
	return c, nil
}

// address reads an address: ::ffff:192.0.2.1 is 192.0.2.1.
func address(text string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return a.Unmap().WithZone(""), err == nil
}

func (c *clientFilter) has(client []byte) bool {
	if len(c.networks)+len(c.names) == 0 {
		return true
	}
	kept, ok := c.known[string(client)]
	if !ok {
		if len(c.known) >= mostKnown {
			clear(c.known)
		}
		kept = c.holds(string(client))
		c.known[string(client)] = kept
	}
	return kept
}

func (c *clientFilter) holds(client string) bool {
	if a, ok := address(client); ok {
		return slices.ContainsFunc(c.networks, func(n netip.Prefix) bool { return n.Contains(a) })
	}
	return slices.ContainsFunc(c.names, func(name string) bool {
		return strings.EqualFold(name, client)
	})
}
