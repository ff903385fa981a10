package server

import (
	"cmp"
	"maps"
	"net"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// byHost reports whether the carrier that answers a request follows from its host: callers think
// that they talk to the carrier itself.
func (c *Config) byHost() bool { return c.TLS || len(c.Intercept) > 0 }

// carrierAt is the carrier that answers at the host of a request, with or without a port; not ok if
// none does.
func carrierAt(host string) (p fakecarrier.Profile, ok bool) {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return fakecarrier.AtHost(host)
}

// forHost returns the session for a request that names a session, and whether the request opens it:
// one beside the named session is opened by its first request.
func (s *Server) forHost(named, host string) (name string, opens bool) {
	if !s.config.byHost() {
		return named, false
	}
	p, ok := carrierAt(host)
	if !ok {
		return named, false
	}
	name = s.sessions.in(named, p.Name)
	return name, name != named
}

// in returns the session in which a carrier answers a request that names a session: that one, if
// its carrier is the one that was asked, or if it is not open; or, of requests that name none, a
// session that the configuration opens with that carrier; or else a session of its own beside the
// named one, which is named after the carrier.
func (s *sessions) in(name, carrier string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	on, open := s.open[name]
	if !open || on.world.Setup().Profile.Name == carrier {
		return name
	}
	if name != defaultSession {
		return name + "." + carrier
	}
	for _, other := range slices.Sorted(maps.Keys(s.config.Opened)) {
		if o := s.config.Opened[other]; o.carrierName() == carrier {
			return other
		}
	}
	return carrier
}

// carrierName is the name of the opening's carrier; "" if there is none of that name.
func (o *Opening) carrierName() string {
	s, err := o.setup()
	if err != nil {
		return ""
	}
	return s.Profile.Name
}

// besides is the opening of a session that in names, for another carrier than the server's own: it
// has that carrier's terms, and of the server's opening what is no carrier's. Not ok if the name is
// not one of those.
func (o *Opening) besides(session string) (other Opening, ok bool) {
	name := session[strings.LastIndexByte(session, '.')+1:]
	p, err := fakecarrier.LookupProfile(name)
	if err != nil || p.Hosts == nil || name == o.carrierName() {
		return Opening{}, false
	}
	return Opening{
		Profile: name, BanBody: o.BanBody, Gzip: o.Gzip, Seed: o.Seed, TimeScale: o.TimeScale,
		StartAt: o.StartAt, Frozen: o.Frozen, Clients: o.Clients,
	}, true
}

// A servedHost is a host at which a carrier answers.
type servedHost struct {
	Host    string `json:"host"`
	Carrier string `json:"carrier"`
	Session string `json:"session"`
}

// hosts lists where the carriers answer to requests that name a session.
func (s *Server) hosts(session string) []servedHost {
	all := []servedHost{}
	for _, name := range fakecarrier.Profiles() {
		p, err := fakecarrier.LookupProfile(name)
		if err != nil {
			panic("server: " + err.Error()) // it is listed
		}
		for _, host := range p.Hosts {
			all = append(all, servedHost{host, name, s.sessions.in(session, name)})
		}
	}
	slices.SortFunc(all, func(a, b servedHost) int { return cmp.Compare(a.Host, b.Host) })
	return all
}
