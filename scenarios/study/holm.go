package study

import "slices"

// Holm adjusts the probabilities of tests that are made together, in their order, so that among
// them all the chance of one wrong find stays below whatever they are held against: Holm, A simple
// sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6, 1979.
func Holm(ps []float64) []float64 {
	order := make([]int, len(ps))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case ps[a] < ps[b]:
			return -1
		case ps[a] > ps[b]:
			return 1
		}
		return 0
	})
	adjusted, largest := make([]float64, len(ps)), 0.0
	for i, which := range order {
		largest = max(largest, min(1, float64(len(ps)-i)*ps[which]))
		adjusted[which] = largest
	}
	return adjusted
}
