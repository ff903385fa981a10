package fakecarrier

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// epoch is a whole five seconds of Unix time, as the vectors ask for.
var epoch = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// trace is the hits at so many milliseconds after the epoch.
func trace(ms ...int64) []time.Time {
	hits := make([]time.Time, len(ms))
	for i, m := range ms {
		hits[i] = epoch.Add(time.Duration(m) * time.Millisecond)
	}
	return hits
}

// Every reading reproduces the canonical verdicts to the millisecond.
func TestJudgeCanonicalTraces(t *testing.T) {
	var vectors struct {
		Readings map[string]string
		Traces   []struct {
			Name           string
			HitsMs         []int64           `json:"hits_ms"`
			FirstViolation map[string]*int64 `json:"first_violation_ms"`
		}
	}
	text, err := os.ReadFile("testdata/quota_readings.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &vectors))
	require.Len(t, vectors.Traces, 17)
	for _, tr := range vectors.Traces {
		require.Len(t, tr.FirstViolation, 18, tr.Name)
		for id, want := range tr.FirstViolation {
			j := Judge(trace(tr.HitsMs...), epoch, []string{id})[0]
			require.Equal(t, want != nil, j.Violated, "%s: %s", tr.Name, id)
			if want != nil {
				at := time.Duration(*want) * time.Millisecond
				require.Equal(t, at, j.FirstViolation, "%s: %s", tr.Name, id)
			}
		}
	}
}
