package drive

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTargets holds that nothing but this machine is driven unless it is allowed by name.
func TestTargets(t *testing.T) {
	for _, test := range []struct {
		url     string
		allowed []string
		problem string
	}{
		{"http://127.0.0.1:8480", nil, ""},
		{"http://127.8.9.10:8480/prefix/", nil, ""},
		{"http://[::1]:8480", nil, ""},
		{"http://[::ffff:127.0.0.1]:8480", nil, ""},
		{"http://localhost:8480", nil, ""},
		{"https://127.0.0.1", nil, ""},
		{"http://192.0.2.1:8480", nil, "192.0.2.1 is 192.0.2.1, which is not this machine: no " +
			"carrier may be load-tested; a fake one elsewhere is allowed by --allow-host 192.0.2.1"},
		{"http://192.0.2.1:8480", []string{"192.0.2.1"}, ""},
		{"http://192.0.2.1:8480", []string{"192.0.2.2"}, "not this machine"},
		{"http://0.0.0.0:8480", nil, "not this machine"},
		{"http://[::ffff:192.0.2.1]:80", nil, "not this machine"},
		{"ftp://127.0.0.1", nil, `found the target "ftp://127.0.0.1"; meant a URL`},
		{"127.0.0.1:8480", nil, "meant a URL"},
		{"http://", nil, "meant a URL"},
		{"http://me:pw@127.0.0.1", nil, "without query and user"},
	} {
		t.Run(test.url, func(t *testing.T) {
			_, err := newTarget(context.Background(), test.url, test.allowed)
			if test.problem == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.problem)
		})
	}
}

// TestTransportReachesTheTargetAlone holds that no redirect, and no proxy, leads elsewhere.
func TestTransportReachesTheTargetAlone(t *testing.T) {
	target, err := newTarget(context.Background(), "http://127.0.0.1:8480", nil)
	require.NoError(t, err)
	transport := target.transport()
	require.Nil(t, transport.Proxy)
	request, err := http.NewRequest(http.MethodGet, "http://127.0.0.1:8481/", nil)
	require.NoError(t, err)
	response, err := transport.RoundTrip(request)
	if err == nil {
		response.Body.Close()
	}
	require.ErrorContains(t, err, "127.0.0.1:8481 is not the target")
}
