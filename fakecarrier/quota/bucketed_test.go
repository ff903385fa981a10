package quota

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The third hit violates. Instants are seconds of Unix time; since is when the oldest bucket that
// counts began. A span that is closed at its beginning changes nothing.
func TestBucketedWindows(t *testing.T) {
	const s, ms = time.Second, time.Millisecond
	type violation struct{ at, since time.Duration }
	for _, c := range []struct {
		name         string
		bucket, span time.Duration
		hits         []time.Duration
		want         []violation
	}{
		{"(0, 5] touches the second [0, 1)", s, 5 * s, []time.Duration{0, 999 * ms, 5 * s},
			[]violation{{5 * s, 0}}},
		{"(0.999, 5.999] too", s, 5 * s, []time.Duration{0, 0, 5999 * ms},
			[]violation{{5999 * ms, 0}}},
		{"(1, 6] does not", s, 5 * s, []time.Duration{0, 999 * ms, 6 * s}, nil},
		{"two of the three seconds leave together", s, 5 * s,
			[]time.Duration{900 * ms, 1100 * ms, 1900 * ms, 6999 * ms, 7 * s, 7 * s},
			[]violation{{1900 * ms, -4 * s}, {6999 * ms, s}, {7 * s, 2 * s}}},
		{"(4.999, 9.999] touches [0, 5)", 5 * s, 5 * s, []time.Duration{0, 4999 * ms, 9999 * ms},
			[]violation{{9999 * ms, 0}}},
		{"(5, 10] does not", 5 * s, 5 * s, []time.Duration{0, 4999 * ms, 10 * s}, nil},
		{"(4, 7] touches [0, 5)", 5 * s, 3 * s, []time.Duration{0, 0, 7 * s},
			[]violation{{7 * s, 0}}},
		{"(5, 8] does not", 5 * s, 3 * s, []time.Duration{0, 0, 8 * s}, nil},
		{"(-119, 1] touches the minute [-120, -60)", time.Minute, 2 * time.Minute,
			[]time.Duration{-120 * s, -61 * s, s}, []violation{{s, -120 * s}}},
	} {
		for _, end := range []WindowEnd{HalfOpen, Closed} {
			rule := bucketsOf(c.bucket)(Terms{Threshold: Threshold{Span: c.span}, End: end}, 3)
			var got []violation
			for _, hit := range c.hits {
				if v := rule.Judge(int64(hit)); v.Violated {
					got = append(got, violation{time.Duration(v.At), time.Duration(v.Since)})
				}
			}
			require.Equal(t, c.want, got, "%s, %v", c.name, end)
		}
	}
}
