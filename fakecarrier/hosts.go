package fakecarrier

import (
	"fmt"
	"strings"
)

// AtHost returns the carrier that answers at a host, as apis.fedex.com; not ok if none does.
func AtHost(host string) (p Profile, ok bool) {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	name, ok := atHosts[host]
	for i := 1; !ok && i < len(host); i++ {
		if host[i] == '.' {
			name, ok = atHosts["*"+host[i:]]
		}
	}
	return profiles[name], ok
}

// atHosts are the names of the carriers by their hosts, so that a server, which asks for each
// request, need not go through all.
var atHosts = map[string]string{}

// covers reports whether a host is one of a profile's: the same, or below what stands after *.
func covers(of, host string) bool {
	below, any := strings.CutPrefix(of, "*")
	return of == host || any && len(host) > len(below) && strings.HasSuffix(host, below)
}

// checkHosts returns an error if another carrier has one of the hosts.
func (p *Profile) checkHosts() error {
	for _, host := range p.Hosts {
		if host != strings.ToLower(host) || strings.Trim(host, ".") != host {
			return fmt.Errorf("found the host %q; meant one in lower case, as apis.fedex.com", host)
		}
		for _, name := range Profiles() {
			for _, of := range profiles[name].Hosts {
				if covers(of, host) || covers(host, of) {
					return fmt.Errorf("found the host %s, which is carrier %s's: %s", host, name, of)
				}
			}
		}
	}
	return nil
}
