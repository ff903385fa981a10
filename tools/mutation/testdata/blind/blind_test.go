package blind

import "testing"

func TestBlind(*testing.T) {
	for n := range 5 {
		Sum(n, 2)
		Even(n)
	}
}
