package server

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"software.sslmate.com/src/go-pkcs12"
)

// The carrier's addresses speak TLS and HTTP/2, under whatever name they are reached that is a
// carrier's or of this machine.
func TestCarrierSpeaksTLS(t *testing.T) {
	at := startProxy(t, func(c *Config) { c.TLS = true })
	require.True(t, strings.HasPrefix(at.carrier, "https://"))
	address := strings.TrimPrefix(at.carrier, "https://")
	client := func(pool *x509.CertPool) *http.Client {
		transport := &http.Transport{
			ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: pool},
			DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, address) // as /etc/hosts may have it
			},
		}
		t.Cleanup(transport.CloseIdleConnections)
		return &http.Client{Transport: transport}
	}
	trusting := client(at.trusted(t))
	for _, url := range []string{
		"https://apis.fedex.com/oauth/token", "https://localhost/oauth/token",
		"https://carrier/oauth/token", at.carrier + "/oauth/token",
		"https://carrier.svc.cluster.local/s/default/oauth/token",
	} {
		status, proto, body := askToken(t, trusting, url)
		require.Equal(t, 200, status, body)
		require.Equal(t, "HTTP/2.0", proto)
		require.Contains(t, body, `"scope":"CXS"`)
	}
	status, _, body := askToken(t, trusting, "https://onlinetools.ups.com/security/v1/oauth/token")
	require.Equal(t, 200, status)
	require.Contains(t, body, `"expires_in":"14399"`, "the carrier follows from the host")
	require.Equal(t, 5, at.hits(t, "default"))

	require.ErrorContains(t, failure(trusting, "https://www.example.com/"), "tls:", "not ours")
	const fedex = "https://apis.fedex.com/"
	require.ErrorContains(t, failure(client(nil), fedex), "unknown authority")
	other := startProxy(t, nil)
	require.ErrorContains(t, failure(client(other.trusted(t)), fedex), "unknown authority",
		"each server has an authority of its own")
}

// Without TLS HTTP/2 is spoken to whoever begins with it (h2c).
func TestCarrierSpeaksH2C(t *testing.T) {
	at := startProxy(t, nil)
	var protocols http.Protocols
	protocols.SetUnencryptedHTTP2(true)
	transport := &http.Transport{Protocols: &protocols}
	t.Cleanup(transport.CloseIdleConnections)
	status, proto, _ := askToken(t, &http.Client{Transport: transport}, at.carrier+"/oauth/token")
	require.Equal(t, 200, status)
	require.Equal(t, "HTTP/2.0", proto)
}

// Certificates are made anew before they end, and the trust store holds the authority's.
func TestAuthority(t *testing.T) {
	wall := clockwork.NewFakeClockAt(noon)
	a, err := newAuthority(wall)
	require.NoError(t, err)
	first, err := a.leaf("apis.fedex.com")
	require.NoError(t, err)
	wall.Advance(leafLife/2 - 1)
	again, err := a.leaf("apis.fedex.com")
	require.NoError(t, err)
	require.Same(t, first, again)
	wall.Advance(time.Second)
	renewed, err := a.leaf("apis.fedex.com")
	require.NoError(t, err)
	require.NotEqual(t, first.Leaf.SerialNumber, renewed.Leaf.SerialNumber)

	data, err := a.trustStore()
	require.NoError(t, err)
	certificates, err := pkcs12.DecodeTrustStore(data, "changeit")
	require.NoError(t, err)
	require.Len(t, certificates, 1)
	require.Equal(t, a.certificate.Raw, certificates[0].Raw)
	require.NotContains(t, string(a.pem()), "PRIVATE KEY")

	for name, want := range map[string]bool{
		"apis.fedex.com": true, "dev.okta.com": true, "localhost": true, "carrier": true,
		"a.localhost": true, "carrier.svc.cluster.local": true, "host.docker.internal": true,
		"www.fedex.com": false, "example.com": false, "local.example.com": false,
	} {
		require.Equal(t, want, mayBeServed(name), name)
	}
}

// In which session a carrier answers.
func TestSessionsOfHosts(t *testing.T) {
	s := newTestServer(t, func(c *Config) {
		c.TLS, c.Opened = true, map[string]Opening{"parcels": {Profile: "usps", TimeScale: 1}}
	})
	_, err := s.sessions.create("mine", &Opening{Profile: "ups", TimeScale: 1})
	require.NoError(t, err)
	_, err = s.sessions.create("t1", &s.config.Opening)
	require.NoError(t, err)
	for _, c := range []struct{ named, carrier, want string }{
		{"default", "fedex", "default"},
		{"default", "ups", "ups"},
		{"default", "usps", "parcels"},
		{"t1", "fedex", "t1"},
		{"t1", "ups", "t1.ups"},
		{"t1", "dhl-ecommerce", "t1.dhl-ecommerce"},
		{"closed", "ups", "closed"},
		{"mine", "ups", "mine"},
		{"mine", "fedex", "mine.fedex"},
	} {
		require.Equal(t, c.want, s.sessions.in(c.named, c.carrier), c)
	}
	for session, want := range map[string]string{
		"ups": "ups", "t1.ups": "ups", "t1": "fedex", "default": "fedex", "generic": "fedex",
		"t1.nobody": "fedex", "parcels": "usps",
	} {
		require.Equal(t, want, s.config.openingOf(session).carrierName(), session)
	}
	s.config.TLS = false
	require.Equal(t, "fedex", s.config.openingOf("ups").carrierName(), "a name is only a name")
}
