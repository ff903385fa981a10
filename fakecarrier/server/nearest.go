package server

import "github.com/agnivade/levenshtein"

// nearest is the known word that the user most likely meant; "" where none is known.
func nearest(word string, known []string) string {
	best, least := "", 0
	for _, k := range known {
		if d := levenshtein.ComputeDistance(word, k); best == "" || d < least {
			best, least = k, d
		}
	}
	return best
}
