package prove

import (
	"math/big"
	"math/bits"
	"slices"
)

// A Count is a number of schedules: there may be more than a uint64 holds.
type Count struct{ High, Low uint64 }

func (c Count) plus(o Count) Count {
	lo, carry := bits.Add64(c.Low, o.Low, 0)
	hi, over := bits.Add64(c.High, o.High, carry)
	if over != 0 {
		panic("prove: more than 2^128 schedules")
	}
	return Count{hi, lo}
}

func (c Count) times(n int) Count {
	over, lo := bits.Mul64(c.Low, uint64(n))
	most, hi := bits.Mul64(c.High, uint64(n))
	hi, carry := bits.Add64(hi, over, 0)
	if most != 0 || carry != 0 {
		panic("prove: more than 2^128 schedules")
	}
	return Count{hi, lo}
}

// IsZero reports whether there is none.
func (c Count) IsZero() bool { return c == Count{} }

// Big is the number.
func (c Count) Big() *big.Int {
	n := new(big.Int).SetUint64(c.High)
	return n.Or(n.Lsh(n, 64), new(big.Int).SetUint64(c.Low))
}

// String is the number with its digits in groups of three.
func (c Count) String() string {
	digits := c.Big().String()
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// A Tally counts schedules by the properties that they break.
type Tally struct {
	All    Count
	Broken []Count // by Property; nil: none is broken in any
}

// one is the tally of one schedule, which breaks what it breaks.
func one(broken []bool) Tally {
	t := Tally{All: Count{0, 1}}
	for i, b := range broken {
		if b {
			if t.Broken == nil {
				t.Broken = make([]Count, len(broken))
			}
			t.Broken[i] = Count{0, 1}
		}
	}
	return t
}

// add adds another tally, so many times.
func (t *Tally) add(o *Tally, times int) {
	t.All = t.All.plus(o.All.times(times))
	if o.Broken == nil {
		return
	}
	sum := make([]Count, len(o.Broken)) // a known state may share the other one
	copy(sum, t.Broken)
	for i, n := range o.Broken {
		sum[i] = sum[i].plus(n.times(times))
	}
	t.Broken = sum
}

func (t *Tally) equal(o *Tally) bool { return t.All == o.All && slices.Equal(t.Broken, o.Broken) }

// Breaks is how many of the schedules break a property.
func (t *Tally) Breaks(property int) Count {
	if t.Broken == nil {
		return Count{}
	}
	return t.Broken[property]
}
