package study

// A bisection looks for the last of several values in order that is survived: both ends first, then
// halfway between a value that is survived and one that is not. That supposes that whoever survives
// a value survives all on its side.
type bisection struct {
	Values  int  // how many there are
	Seeds   int  // runs of a probe
	Allowed int  // of these, how many may meet the condition where the value is survived
	Whole   bool // the value next to the frontier has all its runs, however many met the condition
	// Met reports whether a run at a value meets the condition; both count from 0.
	Met func(value, seed int) (bool, error)
}

// A Frontier is where survival ends.
type Frontier struct {
	Side   Side
	At     int        // the outermost value that is survived; of None, meaningless
	There  Proportion // runs that met the condition there
	Next   int        // the value next to it that is not survived; of All, meaningless
	Beyond Proportion // there; a probe ends once it cannot be survived
	Probes int
	Runs   int
}

// A Side says on which side of its value a frontier survives.
type Side uint8

// The sides.
const (
	None    Side = iota // no value
	All                 // every value
	Largest             // values up to the frontier's
	Least               // values from the frontier's on
)

func (s Side) String() string { return [...]string{"none", "all", "largest", "least"}[s] }

// frontier searches. The error is Met's.
func (b *bisection) frontier() (Frontier, error) {
	f, err := b.edge()
	if err == nil && b.Whole && f.Side != All {
		f.Beyond, err = b.runs(&f, f.Next, func(Proportion) bool { return true })
	}
	return f, err
}

// edge is the frontier, with no more runs beyond it than show that it is one.
func (b *bisection) edge() (Frontier, error) {
	f := Frontier{}
	last := b.Values - 1
	low, err := b.probe(&f, 0)
	if err != nil {
		return f, err
	}
	high, err := b.probe(&f, last)
	if err != nil {
		return f, err
	}
	switch {
	case b.survived(low) && b.survived(high):
		f.Side, f.At, f.There = All, last, high
	case b.survived(low):
		f.Side = Largest
		err = b.between(&f, 0, last, low, high)
	case b.survived(high):
		f.Side = Least
		err = b.between(&f, last, 0, high, low)
	default:
		f.Beyond = low
	}
	return f, err
}

// between bisects until good, which is survived, and bad, which is not, are neighbours.
func (b *bisection) between(f *Frontier, good, bad int, there, beyond Proportion) error {
	for good-bad > 1 || bad-good > 1 {
		middle := (good + bad) / 2
		met, err := b.probe(f, middle)
		if err != nil {
			return err
		}
		if b.survived(met) {
			good, there = middle, met
		} else {
			bad, beyond = middle, met
		}
	}
	f.At, f.There, f.Next, f.Beyond = good, there, bad, beyond
	return nil
}

func (b *bisection) survived(met Proportion) bool { return met.Hits <= b.Allowed }

// probe runs the seeds at one value, until it cannot be survived any more.
func (b *bisection) probe(f *Frontier, value int) (Proportion, error) {
	f.Probes++
	return b.runs(f, value, b.survived)
}

// runs runs the seeds at one value while more of them are wanted.
func (b *bisection) runs(
	f *Frontier, value int, wanted func(Proportion) bool,
) (met Proportion, err error) {
	for met.N < b.Seeds && wanted(met) {
		hit, err := b.Met(value, met.N)
		if err != nil {
			return met, err
		}
		met.N++
		f.Runs++
		if hit {
			met.Hits++
		}
	}
	return met, nil
}
