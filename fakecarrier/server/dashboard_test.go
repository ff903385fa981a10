package server

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every metric that the dashboard for Grafana names is one of the server's, and every metric of the
// server's own is on it.
func TestDashboardNamesMetrics(t *testing.T) {
	h := newTestServer(t, nil).Carrier()
	for range 16 {
		ask(h, "POST /oauth/token "+tokenForm)
	}
	served := map[string]bool{}
	for line := range strings.Lines(ask(h, "GET /metrics").Body.String()) {
		if name := regexp.MustCompile(`^[a-z_0-9]+`).FindString(line); name != "" {
			served[name] = true
		}
	}
	text, err := os.ReadFile("../../deploy/grafana/fakecarrier.json")
	require.NoError(t, err)
	var dashboard struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	require.NoError(t, json.Unmarshal(text, &dashboard))
	name := regexp.MustCompile(`\b(fakecarrier|go|process)_[a-z_0-9]+\b`)
	var named []string
	for _, p := range dashboard.Panels {
		require.NotEmpty(t, p.Targets, p.Title)
		for _, target := range p.Targets {
			found := name.FindAllString(target.Expr, -1)
			require.NotEmpty(t, found, target.Expr)
			named = append(named, found...)
		}
	}
	for _, n := range named {
		require.True(t, served[n], "%s is on the dashboard, and is no metric", n)
	}
	for n := range served {
		if strings.HasPrefix(n, "fakecarrier_") && !strings.HasSuffix(n, "_sum") &&
			!strings.HasSuffix(n, "_count") {
			require.Contains(t, named, n, "it is a metric, and not on the dashboard")
		}
	}
}

// How long answers took, which program this is and what the process needs stand among the metrics;
// a session that nobody used does not.
func TestMetricsOfTheServer(t *testing.T) {
	h := newTestServer(t, nil).Carrier()
	ask(h, "POST /oauth/token "+tokenForm)
	ask(h, "GET /track")
	ask(h, "POST /s/used/__admin/reset")
	ask(h, "POST /s/used/oauth/token "+tokenForm)
	ask(h, "POST /s/unused/__admin/reset")
	metrics := ask(h, "GET /metrics").Body.String()
	for _, want := range []string{
		`fakecarrier_request_duration_seconds_count{endpoint="token"} 2`,
		`fakecarrier_request_duration_seconds_count{endpoint="api"} 1`,
		`fakecarrier_request_duration_seconds_count{endpoint="admin"} 2`,
		`fakecarrier_request_duration_seconds_bucket{endpoint="api",le="0.0001"} 1`,
		`fakecarrier_build_info{goversion="go`,
		"\ngo_goroutines ", "\nprocess_cpu_seconds_total ",
		`fakecarrier_token_hits{session="used"} 1`,
		`fakecarrier_headroom_ratio{reading="R1",session="default"}`,
		"\nfakecarrier_sessions_unused 1\n",
	} {
		require.Contains(t, metrics, want)
	}
	require.NotContains(t, metrics, `session="unused"`)
	require.NotContains(t, metrics, `reading="R2"`, "it is not in force")
}
