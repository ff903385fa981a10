package quota

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Windows of 5 s that the third hit violates. Instants are seconds; since is when the violated
// window began.
func TestFixedWindows(t *testing.T) {
	type violation struct{ at, since int }
	for _, c := range []struct {
		name  string
		start WindowStart
		end   WindowEnd
		hits  []int
		want  []violation
	}{
		{"[0, 5) has two", Aligned, HalfOpen, []int{3, 4, 5, 6}, nil},
		{"[5, 10) has three", Aligned, HalfOpen, []int{4, 5, 6, 7}, []violation{{7, 5}}},
		{"[0, 5] has the hit at 5 too, and so has [5, 10]", Aligned, Closed, []int{3, 4, 5, 6, 7},
			[]violation{{5, 0}, {7, 5}}},
		{"[0, 5] is long over", Aligned, Closed, []int{3, 4, 10}, nil},
		{"[4, 9) has two, [9, 14) three", FirstHit, HalfOpen, []int{4, 8, 9, 10, 11},
			[]violation{{11, 9}}},
		{"[4, 9] has three", FirstHit, Closed, []int{4, 8, 9, 10}, []violation{{9, 4}}},
		{"[10, 15] has three", FirstHit, Closed, []int{4, 8, 10, 14, 15}, []violation{{15, 10}}},
	} {
		terms := Terms{Threshold: Threshold{Span: 5 * time.Second}, Start: c.start, End: c.end}
		rule := fixedSpan(terms, 3)
		var got []violation
		for _, hit := range c.hits {
			if v := rule.Judge(int64(hit) * aSecond); v.Violated {
				got = append(got, violation{hit, int(v.Since / aSecond)})
			}
		}
		require.Equal(t, c.want, got, c.name)
	}
}
