package cluster

import (
	"crypto/tls"
	"encoding/pem"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// subjects are those that docs/many-machines.md names: what a user needs.
var subjects = []string{"study.>", "$JS.>", "$KV.tokenstorm-results.>", "$O.tokenstorm-studies.>",
	"tokenstorm.written.>", "_INBOX.>"}

// A server that asks for credentials and speaks TLS is reached by the files that NATS has for it,
// and not without them; a user who may use no more than the subjects of the page asks and works.
func TestCredentialsAndCertificates(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	o := options(filepath.Join(folder, "store"))
	creds := ruled(t, o, folder)
	certificate, ca := certified(t, folder)
	o.TLS, o.TLSConfig = true, &tls.Config{Certificates: []tls.Certificate{certificate}}
	s := started(t, o)
	defer s.Shutdown()

	at := Access{URL: s.ClientURL(), Creds: creds, CA: ca}
	new(crew).work(t, at, "a", study.Each(healthy))
	h := headed(plan(20))
	require.Equal(t, local(t, h, study.Each(healthy)), written(t, asked(t, begin(t, at, h), h)))

	for want, without := range map[string]Access{
		"Authorization Violation": {URL: at.URL, CA: ca}, "certificate": {URL: at.URL, Creds: creds},
		"no such file": {URL: at.URL, Creds: creds, CA: ca, Cert: "missing", Key: "missing"},
	} {
		_, err := Connect(t.Context(), &without, "x", quietly)
		require.ErrorContains(t, err, want)
	}
}

// A server without JetStream is told apart from one that is not there.
func TestWithoutJetStream(t *testing.T) {
	t.Parallel()
	o := options("")
	o.JetStream = false
	s := started(t, o)
	defer s.Shutdown()
	_, err := Connect(t.Context(), &Access{URL: s.ClientURL()}, "x", quietly)
	require.ErrorContains(t, err, "the server has no JetStream; meant one that was started with it")
}

// Whoever runs a worker is told that the server is lost, and that it is there again.
func TestLostServerIsSaid(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	s := started(t, o)
	o.Port = s.Addr().(*net.TCPAddr).Port
	at, said := Access{URL: s.ClientURL()}, make(chan string, 10)
	c, err := Connect(t.Context(), &at, "x", func(what string) { said <- what })
	require.NoError(t, err)
	defer c.Close()
	s.Shutdown()
	s.WaitForShutdown()
	require.Regexp(t, "^nats://127.0.0.1:[0-9]+ is lost: .*; it is tried again$", <-said)
	again := started(t, o)
	defer again.Shutdown()
	require.Equal(t, at.URL+" is there again", <-said)
}

// ruled lets a server have one operator, an account with JetStream, and a user of it, who may use
// the subjects alone. It returns the file with his credentials.
func ruled(t *testing.T, o *server.Options, folder string) string {
	operator, account, user := pair(t, nkeys.CreateOperator), pair(t, nkeys.CreateAccount),
		pair(t, nkeys.CreateUser)
	accountClaims := jwt.NewAccountClaims(public(t, account))
	accountClaims.Limits.JetStreamLimits = jwt.JetStreamLimits{MemoryStorage: -1, DiskStorage: -1,
		Streams: -1, Consumer: -1}
	accountText, err := accountClaims.Encode(operator)
	require.NoError(t, err)
	userClaims := jwt.NewUserClaims(public(t, user))
	userClaims.Pub.Allow.Add(subjects...)
	userClaims.Sub.Allow.Add(subjects...)
	userText, err := userClaims.Encode(account)
	require.NoError(t, err)
	seed, err := user.Seed()
	require.NoError(t, err)
	text, err := jwt.FormatUserConfig(userText, seed)
	require.NoError(t, err)
	file := filepath.Join(folder, "user.creds")
	require.NoError(t, os.WriteFile(file, text, 0o600))

	system := pair(t, nkeys.CreateAccount)
	systemText, err := jwt.NewAccountClaims(public(t, system)).Encode(operator)
	require.NoError(t, err)
	resolver := &server.MemAccResolver{}
	require.NoError(t, resolver.Store(public(t, account), accountText))
	require.NoError(t, resolver.Store(public(t, system), systemText))
	o.TrustedKeys, o.AccountResolver = []string{public(t, operator)}, resolver
	o.SystemAccount = public(t, system)
	return file
}

func pair(t *testing.T, create func() (nkeys.KeyPair, error)) nkeys.KeyPair {
	of, err := create()
	require.NoError(t, err)
	return of
}

func public(t *testing.T, of nkeys.KeyPair) string {
	key, err := of.PublicKey()
	require.NoError(t, err)
	return key
}

// certified is a certificate for 127.0.0.1, and the file with it.
func certified(t *testing.T, folder string) (tls.Certificate, string) {
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	file := filepath.Join(folder, "ca.pem")
	require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{
		Type: "CERTIFICATE", Bytes: s.Certificate().Raw,
	}), 0o600))
	return s.TLS.Certificates[0], file
}
