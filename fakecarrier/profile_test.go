package fakecarrier

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A configuration that cannot be is refused, with what is wrong with it.
func TestNewRefuses(t *testing.T) {
	fedex, err := LookupProfile("fedex")
	require.NoError(t, err)
	type Rules = throttle.Throttle
	for _, c := range []struct {
		spoil func(*Profile, *Rules)
		want  string
	}{
		{func(p *Profile, _ *Rules) { p.TokenLife = 0 }, "a token must live longer than 0s"},
		{func(_ *Profile, t *Rules) { t.Readings = []string{"R1", "R1"} }, "in force twice"},
		{func(_ *Profile, t *Rules) { t.Readings = []string{"Q1"} }, `did you mean "A1" or "R1"?`},
		{func(_ *Profile, t *Rules) { t.Lag = time.Hour }, "is over before it bites"},
	} {
		p, rules := fedex, throttle.Throttle{}
		c.spoil(&p, &rules)
		_, err := New(p, rules)
		require.ErrorContains(t, err, c.want)
	}
}

func TestProfiles(t *testing.T) {
	require.Contains(t, Profiles(), "fedex")
	_, err := LookupProfile("fedx")
	require.EqualError(t, err, `unknown carrier "fedx"; did you mean "fedex"?`)
	require.Panics(t, func() { RegisterProfile(profiles["fedex"]) })
}
