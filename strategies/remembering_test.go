package strategies

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A slowStep is a look at a store that takes its time.
type slowStep struct {
	at       time.Duration
	waits    time.Duration // the caller's own patience
	rejected string
	takes    time.Duration // the store's
	want     string
}

// remembers has a patience of 250 ms.
var remembers = Cache{LookIfRefused: true, RememberWhenDown: true, Patience: 250 * ms}

var slowSteps = map[string]struct {
	part  SourcePart
	steps []slowStep
}{
	// The store has T9 all the time, which is older than T1, and is read in the background at 1 s
	// and 3 s.
	"look": {Look(remembers), []slowStep{
		{0, 200 * ms, "", 400 * ms, "200ms context deadline exceeded"},
		{1 * time.Second, 200 * ms, "", 400 * ms, "0s T1"},
		{2 * time.Second, 200 * ms, "", 400 * ms, "0s T1"},
		{3 * time.Second, 200 * ms, "T1", 100 * ms, "0s T2"},
		{4 * time.Second, 200 * ms, "", 100 * ms, "100ms T9"},
	}},
	// 240 ms is within the patience, and longer than the caller waited. Read again at 1 s and 3 s.
	"look with users who wait less": {Look(remembers), []slowStep{
		{0, 200 * ms, "", 240 * ms, "200ms context deadline exceeded"},
		{1 * time.Second, 200 * ms, "", 240 * ms, "0s T1"},
		{2 * time.Second, 200 * ms, "", 240 * ms, "0s T1"},
		{3 * time.Second, 200 * ms, "", 199 * ms, "0s T1"},
		{4 * time.Second, 200 * ms, "", 199 * ms, "199ms T9"},
	}},
	// Who leaves within a tenth of the patience, 25 ms, says nothing of the store.
	"look with users who leave": {Look(remembers), []slowStep{
		{0, 24 * ms, "", 26 * ms, "24ms context deadline exceeded"},
		{1 * time.Second, 200 * ms, "", 26 * ms, "26ms T9"},
		{2 * time.Second, 25 * ms, "", 26 * ms, "25ms context deadline exceeded"},
		{3 * time.Second, 200 * ms, "", 26 * ms, "0s T9"},
	}},
	// A cache has no other further in: who has nothing usable waits for it.
	"cache": {remembers, []slowStep{
		{0, 200 * ms, "", 400 * ms, "200ms context deadline exceeded"},
		{1 * time.Second, time.Second, "", 400 * ms, "500ms T1"},
		{2 * time.Second, 200 * ms, "", 400 * ms, "0s T1"},
		{3 * time.Second, time.Second, "T1", 400 * ms, "500ms T2"},
		{4 * time.Second, 200 * ms, "", 400 * ms, "0s T2"},
	}},
	"nothing remembered": {Cache{Patience: 250 * ms}, []slowStep{
		{0, 200 * ms, "", 400 * ms, "200ms context deadline exceeded"},
		{1 * time.Second, time.Second, "", 400 * ms, "500ms T1"},
		{2 * time.Second, time.Second, "", 400 * ms, "500ms T2"},
	}},
	"no patience": {Cache{RememberWhenDown: true}, []slowStep{
		{0, 200 * ms, "", 400 * ms, "200ms context deadline exceeded"},
		{1 * time.Second, time.Second, "", 400 * ms, "400ms T9"},
		{2 * time.Second, time.Second, "", 400 * ms, "400ms T9"},
	}},
}

// After a store was too slow for a caller, nobody waits for it who can do without: until a read in
// the background is quick again.
func TestNobodyWaitsForASlowStore(t *testing.T) {
	for name, test := range slowSteps {

		inBubble(t, func(t *testing.T, b *bubble) {
			b.env.memories = b.env.remembers(nil)
			store := &slowStore{b: b}
			b.env.Store = store
			source := test.part.Source(b.env, &desk{b: b})
			for _, step := range test.steps {
				b.until(step.at)
				require.NoError(t, store.MemoryStore.Put(t.Context(), b.token("T9", 5*time.Minute)))
				store.takes = step.takes
				ctx, cancel := context.WithTimeout(t.Context(), step.waits)
				got, err := source.Token(ctx, Token{Value: step.rejected})
				cancel()
				answer := got.Value
				if err != nil {
					answer = err.Error()
				}
				require.Equal(t, step.want, fmt.Sprint(b.now()-step.at, " ", answer), "%s, at %v",
					name, step.at)
			}
		})
	}
}
