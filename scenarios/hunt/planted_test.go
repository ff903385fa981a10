package hunt

import (
	"flag"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/hunt/planted"
)

var (
	all  = flag.Bool("planted", false, "look for every planted fault, also for those that take long")
	most = flag.Int("within", 640, "how many scenarios a hunt for a planted fault looks at")
)

// words are in the signals of broken invariants.
var words = map[string]string{
	"soundness: answered 200 during a ban":           "answered 200 during a ban",
	"soundness: a ban that the hits do not bear out": "the hits do not bear out",
	"soundness: a meter objects to what it allows":   "objects to",
	"soundness: a lost session is renewed":           "whose session is lost",
}

// tells reports whether a find is the signal of a planted fault.
func tells(f *planted.Fault, find *Find) bool {
	if word := words[f.Signal]; word != "" {
		return find.Property == Soundness && strings.Contains(find.Signal, word)
	}
	return f.Signal == string(find.Property)+": "+find.Signal
}

// lengthy are the faults whose hunt takes more than a second or two of one core.
var lengthy = map[string]bool{
	"hasty-pair": true, "sleeping-follower": true, "creeping-cache": true,
}

// Every planted fault is found, by its own signal: a hunt that finds nothing has looked.
func TestPlantedFaultsAreFound(t *testing.T) {
	t.Parallel()
	for _, f := range planted.Faults() {
		if lengthy[f.Name] && !*all {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			with, err := f.Strategy()
			require.NoError(t, err)
			property, _, _ := strings.Cut(f.Signal, ":")
			h := Hunt{
				Subject: Subject{with, f.Between}, Seed: 1, Properties: []Property{Property(property)},
			}
			if *all {
				h.Properties = nil
			}
			for h.Scenarios < *most {
				for _, find := range h.Next(4) {
					if tells(&f, &find) {
						t.Logf("%s: found\t%d\tscenarios, %d tries to make it small: %s\n%s", f.Name, find.Number,
							find.Tries, find.Origin(), find.Text)
						return
					}
				}
			}
			t.Errorf("%s is not found in %d scenarios: %s", f.Name, h.Scenarios, f.Broken)
		})
	}
}
