package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	"software.sslmate.com/src/go-pkcs12"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// An authority signs the certificates of one server. Its key is made when the server starts, and is
// nowhere but in memory: a program that trusts it trusts this process alone. It is safe for
// concurrent use.
type authority struct {
	wall        clockwork.Clock
	key         *ecdsa.PrivateKey
	certificate *x509.Certificate

	mu     sync.Mutex
	leaves map[string]*tls.Certificate // by name
}

// How long certificates are valid, assumed: a server that is not restarted for a year is no test.
// A leaf is made anew when half of its time is over. Clocks may differ by a day.
const (
	authorityLife = 366 * 24 * time.Hour
	leafLife      = 30 * 24 * time.Hour
	clockSkew     = 24 * time.Hour
)

// mostLeaves is how many certificates are kept; beyond it they are made anew. Assumed.
const mostLeaves = 1000

func newAuthority(wall clockwork.Clock) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	now := wall.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()),
		Subject: pkix.Name{
			Organization: []string{"tokenstorm"},
			CommonName:   "fakecarrier, started " + now.UTC().Format(time.RFC3339),
		},
		NotBefore: now.Add(-clockSkew), NotAfter: now.Add(authorityLife),
		KeyUsage: x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &authority{
		wall: wall, key: key, certificate: certificate, leaves: map[string]*tls.Certificate{},
	}, err
}

// pem is the certificate of the authority, for those who trust it.
func (a *authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw})
}

// trustStorePassword is the one that Java's own trust store has.
const trustStorePassword = "changeit"

// trustStore is the certificate of the authority as a PKCS #12 file that Java reads.
func (a *authority) trustStore() ([]byte, error) {
	entry := pkcs12.TrustStoreEntry{Cert: a.certificate, FriendlyName: "fakecarrier"}
	return pkcs12.Modern2023.EncodeTrustStoreEntries([]pkcs12.TrustStoreEntry{entry},
		trustStorePassword)
}

// config is how servers speak TLS whose certificates the authority signs.
func (a *authority) config() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: a.forHello,
	}
}

// forHello returns the certificate for the name that a client asks for, or, where it asks for
// none, for the address that it reached.
func (a *authority) forHello(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	name := strings.ToLower(strings.TrimSuffix(hello.ServerName, "."))
	if name == "" {
		host, _, err := net.SplitHostPort(hello.Conn.LocalAddr().String())
		if err != nil {
			return nil, err
		}
		return a.leaf(host)
	}
	if !mayBeServed(name) {
		return nil, fmt.Errorf("fakecarrier: found the name %q in a TLS handshake; meant a carrier's "+
			"host, as apis.fedex.com, or one of this machine or its network, as localhost", name)
	}
	return a.leaf(name)
}

// localNames end the names that are nobody's on the internet (RFC 6761, RFC 6762, RFC 8244; and
// cluster.local, docker.internal).
var localNames = []string{".localhost", ".local", ".internal", ".test"}

// mayBeServed reports whether certificates for a name are signed: a carrier's, and those that are
// not on the internet.
func mayBeServed(name string) bool {
	if _, ok := fakecarrier.AtHost(name); ok || !strings.Contains(name, ".") {
		return true
	}
	for _, end := range localNames {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// leaf returns the certificate of a name or an address.
func (a *authority) leaf(name string) (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.wall.Now()
	if leaf, ok := a.leaves[name]; ok && now.Before(leaf.Leaf.NotAfter.Add(-leafLife/2)) {
		return leaf, nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "fakecarrier"},
		NotBefore: now.Add(-clockSkew), NotAfter: now.Add(leafLife),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(name); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	if len(a.leaves) >= mostLeaves {
		clear(a.leaves)
	}
	leaf := &tls.Certificate{
		Certificate: [][]byte{der, a.certificate.Raw}, PrivateKey: key, Leaf: parsed,
	}
	a.leaves[name] = leaf
	return leaf, nil
}
