// Package portable has the exponential function and the natural logarithm, equal to the last bit on
// every processor. Those of package math may differ in the last bit between processors, and a
// compiler may fuse x*y+z where the processor can. A run must be the same to the last byte on any
// machine, so these are additions, multiplications and divisions as IEEE 754 rounds them, each
// rounded by a conversion before it meets another.
package portable

import "math"

// ln2 in two parts: k*ln2High is exact for any exponent k.
const (
	ln2High = 0x1.62e42feep-1
	ln2Low  = 0x1.a39ef35793c76p-33
)

// oddShares are 1/21, 1/19, ..., 1: what a division would yield, bit by bit.
var oddShares = [...]float64{1. / 21, 1. / 19, 1. / 17, 1. / 15, 1. / 13, 1. / 11, 1. / 9, 1. / 7,
	1. / 5, 1. / 3, 1}

// Ln returns the natural logarithm of x, which is positive, finite and normal: with x = m*2^k and
// s = (m-1)/(m+1), ln m is the series 2(s + s^3/3 + s^5/5 + ...), of which s < 0.1716 needs eleven
// terms.
func Ln(x float64) float64 {
	bits := math.Float64bits(x)
	k := int(bits>>52) - 1023
	m := math.Float64frombits(bits&(1<<52-1) | 1023<<52)
	if m > math.Sqrt2 {
		m /= 2
		k++
	}
	s := (m - 1) / (m + 1)
	square := float64(s * s)
	sum := 0.0
	for _, share := range oddShares {
		sum = float64(sum*square) + share
	}
	return float64(float64(k)*ln2High) + (float64(2*s*sum) + float64(float64(k)*ln2Low))
}

// Exp returns e to the power of x, of -700 or 700 for an x beyond them: with x = k*ln2 + r, e^r is
// its Taylor series, of which |r| < 0.3466 needs fourteen terms.
func Exp(x float64) float64 {
	x = min(700, max(-700, x))
	k := math.Floor(float64(x/math.Ln2) + .5)
	r := x - float64(k*ln2High) - float64(k*ln2Low)
	sum := 1.0
	for n := 14; n >= 1; n-- {
		sum = 1 + float64(r*sum)/float64(n)
	}
	return float64(sum * math.Float64frombits(uint64(int(k)+1023)<<52))
}
