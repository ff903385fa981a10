// Package sharp has a test that kills every mutant.
package sharp

// Sum adds the numbers from 1 to n, the one left out.
func Sum(n, out int) (total int) {
	for i := range n + 1 {
		if i == out {
			continue
		}
		total += i
	}
	return total
}

// Even reports whether n is even, and at least 2.
func Even(n int) bool { return n >= 2 && n%2 == 0 }
