package identity

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

type leaf struct {
	n    int
	text string
}

type tree struct {
	left, right *leaf
	by          map[string]*leaf
	list        []leaf
	any         any
	at          time.Time
	f           func()
}

func sample() tree {
	shared := &leaf{1, "one"}
	return tree{
		left: shared, right: shared, by: map[string]*leaf{"a": {2, "two"}, "b": {3, "three"}},
		list: []leaf{{4, "four"}, {}}, any: leaf{5, "five"}, at: time.Unix(1, 2),
	}
}

func of(v any) Sum { return (&Walk{}).Of(v) }

// Equal states at other addresses have equal sums; whatever differs below makes them differ.
func TestOf(t *testing.T) {
	same := sample()
	require.Equal(t, of(sample()), of(same))
	for name, change := range map[string]func(*tree){
		"an unexported field":     func(s *tree) { s.left.n++ },
		"who shares what":         func(s *tree) { s.right = &leaf{1, "one"} },
		"a value of a map":        func(s *tree) { s.by["a"].text = "twp" },
		"a key of a map":          func(s *tree) { s.by["c"] = s.by["a"]; delete(s.by, "a") },
		"an element":              func(s *tree) { s.list[1].n = 1 },
		"the length of a list":    func(s *tree) { s.list = s.list[:1] },
		"what an interface holds": func(s *tree) { s.any = leaf{5, "fivE"} },
		"its type":                func(s *tree) { s.any = &leaf{5, "five"} },
		"an instant":              func(s *tree) { s.at = s.at.Add(1) },
		"nil":                     func(s *tree) { s.left, s.right = nil, nil },
		"a function":              func(s *tree) { s.f = func() {} },
	} {
		t.Run(name, func(t *testing.T) {
			other := sample()
			change(&other)
			require.NotEqual(t, of(sample()), of(other))
		})
	}
	utc := sample()
	utc.at = utc.at.UTC()
	require.Equal(t, of(&same), of(&utc), "an instant is one wherever it is read")
}

// Nothing is seen of what a closure has captured: it is noted.
func TestOpaque(t *testing.T) {
	w := Walk{Opaque: map[string]bool{}}
	s := sample()
	s.f = func() {}
	w.Of(s)
	require.Equal(t, map[string]bool{"identity.tree.f": true}, w.Opaque)
}

// The order of a sum matters, but for what is added by Plus.
func TestSums(t *testing.T) {
	a, b := Sum{}.Add(1), Sum{}.Add(2)
	require.NotEqual(t, a.Join(b), b.Join(a))
	require.Equal(t, Sum{}.Plus(a).Plus(b), Sum{}.Plus(b).Plus(a))
	require.NotEqual(t, Sum{}.Plus(a).Plus(a), Sum{}.Plus(b).Plus(b))
	require.NotEqual(t, Sum{}.Plus(a), Sum{}.Plus(a).Plus(a))
}
