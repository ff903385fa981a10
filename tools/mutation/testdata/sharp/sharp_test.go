package sharp

import "testing"

func TestSharp(t *testing.T) {
	for n, want := range []int{0, 1, 1, 4, 8} {
		if got := Sum(n, 2); got != want {
			t.Errorf("Sum(%d, 2): found %d; want %d", n, got, want)
		}
		if got, want := Even(n), n == 2 || n == 4; got != want {
			t.Errorf("Even(%d): found %v; want %v", n, got, want)
		}
	}
}
