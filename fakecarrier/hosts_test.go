package fakecarrier

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Which carrier answers follows from the host alone.
func TestAtHost(t *testing.T) {
	for host, want := range map[string]string{
		"apis.fedex.com": "fedex", "apis-sandbox.fedex.com": "fedex", "APIS.FedEx.com.": "fedex",
		"onlinetools.ups.com": "ups", "wwwcie.ups.com": "ups", "apis.usps.com": "usps",
		"api.dhlecs.com": "dhl-ecommerce", "oauth2.googleapis.com": "google",
		"dev-1.okta.com": "okta", "a.b.eu.auth0.com": "auth0", "login.microsoftonline.com": "entra",
		"fedex.com": "", "apis.fedex.com.example.com": "", "okta.com": "", ".okta.com": "",
		"evilokta.com": "", "localhost": "", "127.0.0.1": "", "": "",
	} {
		p, ok := AtHost(host)
		require.Equal(t, want, p.Name, host)
		require.Equal(t, want != "", ok, host)
	}
}

// No two carriers answer at one host.
func TestHostsAreOfOneCarrier(t *testing.T) {
	for host, want := range map[string]string{
		"apis.fedex.com":  "which is carrier fedex's: apis.fedex.com",
		"dev.okta.com":    "which is carrier okta's: *.okta.com",
		"*.com":           "which is carrier amazon-sp-api's: api.amazon.com",
		"API.example.com": "meant one in lower case",
		"example.com.":    "meant one in lower case",
		"api.example.com": "",
	} {
		err := (&Profile{Hosts: []string{host}}).checkHosts()
		if want == "" {
			require.NoError(t, err)
			continue
		}
		require.ErrorContains(t, err, want)
	}
}
