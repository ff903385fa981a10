package review

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// An ending is what strategies come to, and the sentence that these figures choose.
type ending struct {
	name, text     string
	seeds          int
	all            []come
	verdict, wants string
}

var good = none("recommended", 999)

// What is said of one that survives, and of naive, which does not.
const (
	safe  = "banned in 0 of 75 runs (< 4.8 %), and serves 99.9 % (95.1 to 99.9)"
	worse = "; naive is banned in 75 of 75 runs (> 95.2 %)."
)

var endings = []ending{
	{"one survives", mine, 75, []come{banned75("naive"), good}, "PASS",
		"recommended survives mine: " + safe + worse},
	{"a reading changes it", mine, 75,
		[]come{banned75("naive"), good.with(func(k *come) { k.paranoid = 75 })}, "PASS",
		"recommended survives mine: " + safe + worse + " It changes under paranoid: recommended is " +
			"banned in 75 of 75 runs (> 95.2 %)."},
	{"another survives under that reading", mine, 75,
		[]come{none("leader", 999).with(func(k *come) { k.bans = 75 }),
			good.with(func(k *come) { k.paranoid = 75 })}, "PASS",
		"recommended survives mine: " + safe + "; leader is banned in 75 of 75 runs (> 95.2 %). It " +
			"changes under paranoid: recommended is banned in 75 of 75 runs (> 95.2 %); leader survives."},
	{"all tie", mine, 75, []come{none("leader", 999), good}, "PASS",
		"All strategies survive mine: leader is " + safe + "."},
	{"two tie, one does not survive", mine, 75, []come{none("leader", 999), good, banned75("naive")},
		"PASS", "2 of 3 strategies survive mine: leader is " + safe + worse},
	{"one serves best", mine, 75, []come{none("leader", 950), good, banned75("naive")}, "PASS",
		"recommended survives mine and serves best of 2 that do: " + safe + worse},
	{"nobody can build the bound", mine, 75, []come{none("clairvoyant", 1000), good}, "PASS",
		"All strategies survive mine: recommended is " + safe + "."},
	{"nobody survives", mine, 75,
		[]come{banned75("breaker").with(func(k *come) { k.bans = 40 }), banned75("naive")}, "FAIL",
		"None of 2 strategies survives mine: breaker is banned in 40 of 75 runs (41.4 to 65.0 %), and " +
			"serves 40.1 % (38.1 to 42.9)" + worse},
	{"nobody survives, but under literal", mine, 75,
		[]come{banned75("breaker").with(func(k *come) { k.literal = 0 }), banned75("naive")}, "FAIL",
		"None of 2 strategies survives mine: breaker is banned in 75 of 75 runs (> 95.2 %), and serves " +
			"40.1 % (38.1 to 42.9)" + worse + " It changes under literal: breaker is banned in 0 of 75 " +
			"runs (< 4.8 %)."},
	{"one alone fails", mine, 75, []come{banned75("naive")}, "FAIL",
		"naive does not survive mine: banned in 75 of 75 runs (> 95.2 %), and serves 40.1 % (38.1 to " +
			"42.9)."},
	{"one alone survives, and serves few", mine, 75, []come{none("naive", 400)}, "PASS",
		"naive survives mine: banned in 0 of 75 runs (< 4.8 %), but serves 40.1 % (38.1 to 42.9)."},
	{"two bans settle nothing", mine, 75,
		[]come{none("lock", 990).with(func(k *come) { k.bans = 2 }), banned75("naive")},
		"INCONCLUSIVE", "Not settled for mine: lock is banned in 2 of 75 runs (0.3 to 9.4 %), and " +
			"serves 99 % (94.2 to 99)" + worse},
	{"too few runs", mine, 20, []come{good, banned75("naive")}, "INCONCLUSIVE",
		"Not settled for mine: recommended is banned in 0 of 20 runs (< 16.9 %), and serves 99.9 % (83 " +
			"to 99.9); naive is banned in 20 of 20 runs (> 83.1 %)."},
	{"one run", mine, 1, []come{good, banned75("naive")}, "INCONCLUSIVE",
		"One run settles nothing for mine: recommended is banned in 0 of 1 run, and serves 99.9 %; " +
			"naive is banned in 1 of 1 run."},
	{"sessions", mine, 75, []come{none("leader", 999).with(func(k *come) { k.lost = 75 }),
		good.with(func(k *come) { k.lost = 0 })}, "PASS",
		"recommended survives mine: banned in 0 of 75 runs (< 4.8 %) and signed out in 0 of 75 runs " +
			"(< 4.8 %), and serves 99.9 % (95.1 to 99.9); leader is signed out in 75 of 75 runs " +
			"(> 95.2 %)."},
	{"throttled where nobody is banned", throttledMine, 75,
		[]come{none("naive", 700).with(func(k *come) { k.refused = 75 }), good}, "PASS",
		"recommended passes mine: refused with 429 in 0 of 75 runs (< 4.8 %), and serves 99.9 % (95.1 " +
			"to 99.9); naive is refused with 429 in 75 of 75 runs (> 95.2 %)."},
	{"throttled, never banned, where others are", mine, 75,
		[]come{none("naive", 700).with(func(k *come) { k.refused = 75 }), banned75("breaker")}, "PASS",
		"naive survives mine: banned in 0 of 75 runs (< 4.8 %) and refused with 429 in 75 of 75 runs " +
			"(> 95.2 %), but serves 70 % (66.7 to 71.5); breaker is banned in 75 of 75 runs (> 95.2 %)."},
	{"expectations unmet", mine, 75,
		[]come{good.with(func(k *come) { k.unmet = 30 }), banned75("naive")}, "PASS",
		"recommended survives mine: " + safe + worse + " What mine expects of it is met in 45 of 75 " +
			"runs (48.0 to 71.2 %)."},
	{"some runs failed", mine, 80,
		[]come{good.with(func(k *come) { k.failed = 10 }), banned75("naive")}, "INCONCLUSIVE",
		"Not settled for mine: recommended is banned in 0 of 70 runs (< 5.2 %), and serves 99.9 % " +
			"(94.8 to 99.9); naive is banned in 75 of 80 runs (86.0 to 98.0 %)."},
	{"all runs of one failed", mine, 75,
		[]come{good.with(func(k *come) { k.failed = 75 })}, "INCONCLUSIVE",
		"Not settled for mine: recommended is not seen in any run."},
}

func TestHeadlineOfOnesOwn(t *testing.T) {
	for _, test := range endings {
		a := ownReview(t, test.text, test.seeds, test.all...).Answers[0]
		require.Equal(t, test.wants, a.Headline.Text, test.name)
		require.Equal(t, test.verdict, a.Verdict, test.name)
		require.Equal(t, "mine", a.Scenario)
	}
}
