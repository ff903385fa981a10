package unit

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0s": 0, "200ms": 200 * time.Millisecond, "1h30m": 90 * time.Minute, "-3s": -3 * time.Second,
		"1.5s": 1500 * time.Millisecond, "30d": 720 * time.Hour, "1.5d": 36 * time.Hour,
		"-1d12h": -36 * time.Hour, "0d": 0, "1d0.5h": 24*time.Hour + 30*time.Minute,
		"106751d23h": 106751*24*time.Hour + 23*time.Hour,
	} {
		got, err := ParseDuration(text)
		require.NoError(t, err)
		require.Equal(t, want, got, text)
	}
	for text, want := range map[string]string{
		"":           "found nothing; meant a length of time",
		"0":          `found "0", a number without a unit; meant a length of time`,
		"-5":         `found "-5", a number without a unit; meant a length of time`,
		"5 s":        `found "5 s", which is no length of time; meant a length of time`,
		"d":          `found "d", which is no length of time`,
		"1h2d":       `found "1h2d", which is no length of time`,
		"1ms2d":      `found "1ms2d", which is no length of time`,
		"1d-2h":      `found "1d-2h", which is no length of time`,
		"1d2d":       `found "1d2d", which is no length of time`,
		"1d2":        `found "1d2", which is no length of time`,
		"106752d":    `found "106752d", which is no length of time`,
		"106751d24h": `found "106751d24h", which is no length of time`,
		"9e9":        `found "9e9", which is no length of time; meant a length of time`,
	} {
		_, err := ParseDuration(text)
		require.ErrorContains(t, err, want)
	}
}

func TestFormatDuration(t *testing.T) {
	for text, want := range map[string]string{
		"0s": "0s", "60m": "1h", "90m": "1h30m", "10m": "10m", "100s": "1m40s", "-3600s": "-1h",
		"1h5s": "1h0m5s",
	} {
		d, err := ParseDuration(text)
		require.NoError(t, err)
		require.Equal(t, want, FormatDuration(d))
	}
}

func TestShorten(t *testing.T) {
	require.Equal(t, strings.Repeat("ü", 60), Shorten(strings.Repeat("ü", 60)))
	require.Equal(t, strings.Repeat("ü", 60)+"...", Shorten(strings.Repeat("ü", 61)))
}

func TestParseRate(t *testing.T) {
	for text, want := range map[string]float64{
		"20/s": 20, "1.5/s": 1.5, "90/m": 1.5, "0/h": 0, "10000000/s": 1e7,
	} {
		got, err := ParseRate(text)
		require.NoError(t, err)
		require.InDelta(t, want, got, 0, text)
	}
	for _, text := range []string{
		"", "5", "5/d", "-1/s", "1e3/s", "Inf/s", "NaN/s", "0x1/s", "10000001/s", "/s", "./s", "1/",
	} {
		_, err := ParseRate(text)
		require.ErrorContains(t, err, "which is no rate; meant a rate such as", text)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"nodes", "users", "node", "at", "of", "for", "frozen", "nodes", "naive"}
	for word, want := range map[string][]string{
		"noodes":  {"nodes"},
		"usres":   {"users"},
		"nods":    {"node", "nodes"},
		"carrier": nil,
		"ta":      {"at"},
		"xy":      nil,
		"":        nil,
		"frr":     {"for"},
	} {
		require.Equal(t, want, Nearest(word, known), word)
	}
	many := []string{"aa4", "aa3", "aa2", "aa1"}
	require.Equal(t, []string{"aa1", "aa2", "aa3"}, Nearest("aa", many))
	require.Equal(t, `"node" or "nodes"`, Meant("nods", known))
	require.Equal(t, "one of a, b", Meant("carrier", []string{"b", "a", "b"}))
	require.Equal(t, `did you mean "users"?`, Suggestion("usres", known))
	require.Equal(t, "meant one of a, b", Suggestion("carrier", []string{"b", "a"}))
	require.Equal(t, `"only"`, Meant("carrier", []string{"only"}))
}

type colourNames struct{}

func (colourNames) Names() []string { return []string{"red", "green"} }

func TestEnum(t *testing.T) {
	type colour = Enum[colourNames]
	const green colour = 1
	text, err := json.Marshal(map[string]colour{"is": green})
	require.NoError(t, err)
	require.JSONEq(t, `{"is": "green"}`, string(text))
	var back map[string]colour
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, green, back["is"])
	require.Equal(t, "choice 7", colour(7).String())
	var c colour
	require.EqualError(t, c.UnmarshalText([]byte("gren")), `found "gren"; meant "green"`)
	require.EqualError(t, c.UnmarshalText([]byte("blue")), `found "blue"; meant one of green, red`)
}
