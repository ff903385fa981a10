package scenarios_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A herd is those who find no token in the cache: the first, and all who click until the first's
// answer is cached. Behind the first, Poisson arrivals at rate a make a Poisson number of mean a*d
// in a round trip d: arrivals in an interval know nothing of what began it (Kleinrock, Queueing
// Systems I, 1975, chapter 2). Without a lock each of them requests a token.
const aHerd = `
about: Poisson arrivals at a cache whose token expires.
length: %v
carrier: {reading: %s, tokens: coexist, token_life: %v}
workload: [{open: {rate: %v/s, until: %v}}]
network: {api: {leg: 100ms}, token: {leg: 500ms}}
strategies: [naive]
`

// herdTrip is a token request's round trip in aHerd; at a rate of m/s the mean herd is 1 + m.
const herdTrip = time.Second

// A herds is the Fold that counts the token requests of each herd: what is sent within a round
// trip of the first.
type herds struct {
	first time.Duration
	sizes []float64
}

func (h *herds) Add(r *measure.Record) {
	if r.Kind != measure.TokenJudged {
		return
	}
	if len(h.sizes) == 0 || r.Sent-h.first > herdTrip {
		h.first, h.sizes = r.Sent, append(h.sizes, 0)
	}
	h.sizes[len(h.sizes)-1]++
}

// Naive sends one herd for each expiry, as large as Poisson has it: in the mean, and in its
// distribution.
func TestTheoryOfTheHerd(t *testing.T) {
	t.Parallel()
	rates := []float64{.5, 1, 3, 8, 15}
	for _, rate := range rates {
		t.Run(fmt.Sprintf("%v behind the first", rate), func(t *testing.T) {
			t.Parallel()
			const life, until = 4 * time.Second, 8_000 * time.Second
			r := trial(t, "[retry: {retries: 0}, cache]", aHerd,
				until+time.Minute, "A4", life, rate, until)
			h := replicate(t, r, 1, func() *herds { return &herds{} })[0]
			sizes := h.sizes[:len(h.sizes)-1] // the last may have been cut off

			size := estimated(sizes, 2*len(rates))
			size.agrees(t, "herd", 1+rate, .08)
			size.excludes(t, "herd without its first", rate)
			size.excludes(t, "herd of one leg", 1+rate/2)

			poisson := distuv.Poisson{Lambda: rate}
			p := fit(sizes, func(size int) float64 { return poisson.Prob(float64(size - 1)) })
			t.Logf("%d herds fit Poisson: p = %.3f", len(sizes), p)
			require.Greater(t, p, level(2*len(rates)))
			// A geometric number behind the first is as many in the mean.
			wrong := fit(sizes, func(size int) float64 {
				return math.Pow(rate/(1+rate), float64(size-1)) / (1 + rate)
			})
			require.Less(t, wrong, level(2*len(rates)), "the test cannot tell a wrong distribution")
		})
	}
}

// fit is the p-value of Pearson's chi-squared test of whole numbers from 1 on against their
// probabilities. Neighbours are pooled until five are expected.
func fit(sizes []float64, probability func(size int) float64) float64 {
	seen := map[int]float64{}
	for _, s := range sizes {
		seen[int(s)]++
	}
	n := float64(len(sizes))
	left, missing := n, n // expected and observed from this size on
	statistic, cells := 0.0, 0
	expected, observed := 0.0, 0.0
	for size := 1; left >= 10; size++ {
		share := n * probability(size)
		expected, observed = expected+share, observed+seen[size]
		left, missing = left-share, missing-seen[size]
		if expected >= 5 && left >= 5 {
			statistic += (observed - expected) * (observed - expected) / expected
			cells++
			expected, observed = 0, 0
		}
	}
	expected, observed = expected+left, observed+missing
	statistic += (observed - expected) * (observed - expected) / expected
	return distuv.ChiSquared{K: float64(cells)}.Survival(statistic)
}

// Whether a cold start is banned is whether its herd fills the window: more than 15 in five
// seconds under R1, 15 under R1e.
func TestTheoryOfTheBan(t *testing.T) {
	t.Parallel()
	table := []struct {
		reading string
		most    float64 // hits that pass
		rate    float64
	}{
		{"R1", 15, 8}, {"R1", 15, 11}, {"R1", 15, 14}, {"R1e", 14, 14},
	}
	for _, row := range table {
		t.Run(fmt.Sprintf("%s, %v behind the first", row.reading, row.rate), func(t *testing.T) {
			t.Parallel()
			const starts, until = 1200, 3 * time.Second
			r := trial(t, "[retry: {retries: 0}, cache]", aHerd,
				until, row.reading, time.Hour, row.rate, until)
			banned := 0
			for seed := range starts {
				r.Seed = uint64(seed + 1)
				tally, err := r.Do()
				require.NoError(t, err)
				banned += tally.Bans.Count
			}
			low, high := clopperPearson(banned, starts, level(len(table)))
			behind := distuv.Poisson{Lambda: row.rate}
			theory := behind.Survival(row.most - 1) // the first is none of them
			t.Logf("banned: theory %.4f, simulated %.4f..%.4f", theory, low, high)
			require.Greater(t, theory, low)
			require.Less(t, theory, high)
			require.Less(t, high-low, .12, "an interval too wide to say anything")
			wrong := behind.Survival(row.most) // the first forgotten, or a threshold off by one
			require.Less(t, wrong, low, "a threshold of one more is not told apart")
		})
	}
}

// clopperPearson is the exact interval of a probability after some of n: Clopper and Pearson, The
// use of confidence or fiducial limits, 1934.
func clopperPearson(some, n int, miss float64) (low, high float64) {
	k, rest := float64(some), float64(n-some)
	if some > 0 {
		low = distuv.Beta{Alpha: k, Beta: rest + 1}.Quantile(miss / 2)
	}
	high = 1
	if some < n {
		high = distuv.Beta{Alpha: k + 1, Beta: rest}.Quantile(1 - miss/2)
	}
	return low, high
}
