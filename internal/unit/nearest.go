package unit

import (
	"fmt"
	"slices"
	"strings"
)

// The limits of a suggestion (assumed): a word that is further away was hardly meant, and whoever
// is offered more than three words does not read them.
const (
	mostEdits       = 2
	mostSuggestions = 3
)

// Nearest returns the known words that the word is nearest to, at most two edits away: each once,
// in order, three at most. An edit inserts, removes or replaces a letter, or swaps two neighbours;
// of a short word no more than half may be edited.
func Nearest(word string, known []string) []string {
	var near []string
	least := mostEdits
	for _, k := range slices.Compact(slices.Sorted(slices.Values(known))) {
		n := distance([]rune(word), []rune(k))
		if n > min(least, len(word)/2, len(k)/2) {
			continue
		}
		if n < least {
			near, least = nil, n
		}
		near = append(near, k)
	}
	return near[:min(len(near), mostSuggestions)]
}

// Meant says which of the known words were probably meant, in quotes; where none is near, it lists
// them all.
func Meant(word string, known []string) string {
	near := Nearest(word, known)
	if len(near) == 0 && len(known) == 1 {
		near = known
	}
	if len(near) > 0 {
		quoted := make([]string, len(near))
		for i, n := range near {
			quoted[i] = fmt.Sprintf("%q", n)
		}
		return Or(quoted)
	}
	all := slices.Compact(slices.Sorted(slices.Values(known)))
	return "one of " + strings.Join(all, ", ")
}

// Suggestion asks whether the nearest of the known words was meant; where none is near, it lists
// them all.
func Suggestion(word string, known []string) string {
	if near := Nearest(word, known); len(near) > 0 {
		return "did you mean " + Meant(word, near) + "?"
	}
	return "meant " + Meant(word, known)
}

// Or joins words as in "a, b or c".
func Or(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// Edits returns how many letters must change to make one word of another, no more than one above
// the most that Nearest allows.
func Edits(a, b string) int { return distance([]rune(a), []rune(b)) }

// distance is the number of edits between two words, no more than mostEdits+1 where they differ a
// lot in length.
func distance(a, b []rune) int {
	if n := len(a) - len(b); n > mostEdits || -n > mostEdits {
		return mostEdits + 1
	}
	before, last, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i, x := range a {
		next[0] = i + 1
		for j, y := range b {
			replaced := last[j]
			if x != y {
				replaced++
			}
			next[j+1] = min(replaced, last[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && x == b[j-1] && y == a[i-1] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, last, next = last, next, before
	}
	return last[len(b)]
}
