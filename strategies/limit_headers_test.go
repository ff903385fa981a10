package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A tellingDesk is a desk whose answers tell of a limit, as it was when the request came.
type tellingDesk struct {
	desk
	tell func(at time.Duration) []Limit
}

func (d *tellingDesk) Token(ctx context.Context, rejected Token) (Token, error) {
	told := d.tell(d.b.now())
	t, err := d.desk.Token(ctx, rejected)
	TellLimits(ctx, told)
	return t, err
}

// counts is a limit of so many hits in a fixed minute.
func counts(hits int) func(time.Duration) []Limit {
	seen := map[time.Duration]int{}
	return func(at time.Duration) []Limit {
		minute := at.Truncate(time.Minute)
		seen[minute]++
		return []Limit{{
			Hits: hits, Window: time.Minute, Remaining: max(0, hits-seen[minute]),
			Reset: minute + time.Minute - at,
		}}
	}
}

func TestLimitHeadersWaits(t *testing.T) {
	for _, test := range []struct {
		name string
		part LimitHeaders
		hits int
		want []time.Duration // when the requests came, of six clicks a second apart
	}{
		// Three pass; the others wait for the reset at one minute, and all three find room.
		{"none left", LimitHeaders{Patience: Forever}, 3, []time.Duration{
			0, time.Second, 2 * time.Second, time.Minute, time.Minute, time.Minute,
		}},
		// Of three one is left to others. After the reset two pass, then the window counts anew.
		{"kept", LimitHeaders{Keep: 1, Patience: Forever}, 3, []time.Duration{
			0, time.Second, time.Minute, time.Minute, 2 * time.Minute, 2 * time.Minute,
		}},
		// As many are kept as there are: one passes all the same.
		{"all kept", LimitHeaders{Keep: 9, Patience: Forever}, 2, []time.Duration{
			0, time.Minute, 2 * time.Minute, 3 * time.Minute, 4 * time.Minute, 5 * time.Minute,
		}},
		// Who would wait is refused.
		{"refused", LimitHeaders{Patience: 57*time.Second - 1}, 3, []time.Duration{
			0, time.Second, 2 * time.Second, time.Minute, time.Minute,
		}},
		// Of seven six are left at 0 for the 60 s to the reset: one in ten. At 10 s five for 50 s, and so
		// on: the second waits from 1 s to 10 s.
		{"spread", LimitHeaders{Spread: true, Patience: Forever}, 7, []time.Duration{
			0, 10 * time.Second, 20 * time.Second, 30 * time.Second, 40 * time.Second,
			50 * time.Second,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, b *bubble) {
				carrier := &tellingDesk{desk{b: b}, counts(test.hits)}
				source := test.part.Source(b.env, carrier)
				var got answers
				for i := range 6 {
					b.at(time.Duration(i)*time.Second, func() { got.ask(t.Context(), b, source, Token{}) })
				}
				b.sleep(10 * time.Minute)
				require.Equal(t, test.want, carrier.times())
			})
		})
	}
}

// Before the first answer all pass. Requests under way are hits that an answer does not know of:
// those of 0 s are answered at 1 s, each of which tells of three used and seven left; two are under
// way when the first is heard, one at the second, none at the third. Ten clicks at 2 s: seven pass.
func TestLimitHeadersCountsWhatIsUnderWay(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &tellingDesk{desk{b: b, takes: time.Second}, func(time.Duration) []Limit {
			return []Limit{{Hits: 10, Window: time.Minute, Remaining: 7, Reset: time.Minute}}
		}}
		source := LimitHeaders{Patience: 0}.Source(b.env, carrier)
		var got answers
		for range 3 {
			b.at(0, func() { got.ask(t.Context(), b, source, Token{}) })
		}
		for range 10 {
			b.at(2*time.Second, func() { got.ask(t.Context(), b, source, Token{}) })
		}
		b.sleep(time.Minute)
		require.Len(t, carrier.asked, 3+7)
		require.Len(t, got, 3+10)
	})
}

// A refusal tells of limits, too, and what it does not tell is known no more than before. What is
// told of a negative or an endless time is not believed.
func TestLimitHeadersOfRefusals(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		told := []Limit{{Hits: 2, Window: time.Minute, Reset: 30 * time.Second}}
		carrier := &tellingDesk{
			desk{b: b, err: &StatusError{Status: 429}}, func(time.Duration) []Limit { return told },
		}
		source := LimitHeaders{Patience: Forever}.Source(b.env, carrier)
		var got answers
		got.ask(t.Context(), b, source, Token{})
		told = nil
		got.ask(t.Context(), b, source, Token{}) // at 30 s, two are accepted again
		got.ask(t.Context(), b, source, Token{})
		told = []Limit{{Reset: -time.Second}}
		got.ask(t.Context(), b, source, Token{}) // at 90 s, when the minute is over
		told = []Limit{{Reset: Longest}}
		got.ask(t.Context(), b, source, Token{}) // at once: the reset told of was over
		got.ask(t.Context(), b, source, Token{}) // a day later
		require.Equal(t, []time.Duration{
			0, 30 * time.Second, 30 * time.Second, 90 * time.Second, 90 * time.Second,
			24*time.Hour + 90*time.Second,
		}, carrier.times())
	})
}
