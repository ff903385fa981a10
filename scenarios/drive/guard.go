package drive

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A target is a carrier that may be driven: its address, checked.
type target struct {
	base *url.URL
	dial map[string][]string // by host:port as asked for: the addresses that were checked
}

// newTarget resolves a URL once. It returns an error unless every address belongs to this machine,
// or the host is allowed by name. Connections go to the addresses that were checked, even if the
// name resolves to others later.
func newTarget(ctx context.Context, text string, allowed []string) (*target, error) {
	base, err := url.Parse(text)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Hostname() == "" {
		return nil, fmt.Errorf("drive: found the target %q; meant a URL, as http://127.0.0.1:8480",
			text)
	}
	if base.RawQuery != "" || base.User != nil {
		return nil, fmt.Errorf("drive: found the target %q; meant one without query and user",
			base.Redacted())
	}
	base.Path = strings.TrimRight(base.Path, "/")
	port := base.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[base.Scheme]
	}
	host := base.Hostname()
	ips, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil, fmt.Errorf("drive: target %s: %w", host, err)
	}
	t := &target{base: base, dial: map[string][]string{}}
	asked := net.JoinHostPort(host, port)
	for _, ip := range ips {
		if !ip.Unmap().IsLoopback() && !slices.Contains(allowed, host) {
			return nil, fmt.Errorf("drive: %s is %v, which is not this machine: no carrier may be "+
				"load-tested; a fake one elsewhere is allowed by --allow-host %s", host, ip.Unmap(), host)
		}
		t.dial[asked] = append(t.dial[asked], net.JoinHostPort(ip.Unmap().String(), port))
	}
	return t, nil
}

// transport returns a transport that connects to the checked addresses alone: through no proxy, to
// no other host. Each node has its own, as each node of a service is a process.
func (t *target) transport() *http.Transport {
	return &http.Transport{
		DialContext: func(ctx context.Context, network, asked string) (net.Conn, error) {
			var d net.Dialer
			err := errors.New("drive: " + asked + " is not the target")
			for _, address := range t.dial[asked] {
				var c net.Conn
				if c, err = d.DialContext(ctx, network, address); err == nil {
					return c, nil
				}
			}
			return nil, err
		},
		MaxIdleConnsPerHost: mostIdle,
	}
}

// mostIdle is how many idle connections a node keeps (assumed). If it kept too few, a run would
// measure the time to open connections.
const mostIdle = 256

// url returns the URL of a path at the target.
func (t *target) url(path string) string { return t.base.String() + path }
