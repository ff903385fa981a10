package study

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"unsafe"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// results are what cells came to. There may be millions, so each is packed in a temporary file, and
// memory has no more of it than its place there.
type results struct {
	grid

	mu     sync.Mutex
	file   outfile.Scratch
	places []place // by the number of the cell; those beyond it were not run
	tables map[Contestant]*table
	err    error // the first of the file

	making sync.Mutex // of tables
}

// A place is where the result of a cell stands in the file: its first byte, whether it is an error,
// and how many bytes it has. 0 is a cell that was not run.
type place uint64

const (
	lengthBits = 24                    // 16 MiB
	mostLength = 1<<lengthBits - 1     // bytes of a result
	failed     = place(1 << 24)        // it is an error
	startBits  = lengthBits + 1        // where the first byte stands
	mostStart  = 1<<(64-startBits) - 1 // 512 GiB
	needless   = place(1 << startBits) // it need not be run: there are no bytes of it
)

func (p place) length() int  { return int(p & mostLength) }
func (p place) start() int64 { return int64(p >> startBits) }
func (p place) ended() bool  { return p.length() > 0 && p&failed == 0 }

// packed is a result as the file has it, without what its cell says, and what its place says of it.
func packed(r *Result) ([]byte, place) {
	switch {
	case r.Outcome != nil:
		bare := *r.Outcome
		bare.Scenario, bare.Strategy, bare.Reading, bare.Seed = "", "", "", 0
		data, err := bare.MarshalBinary()
		if err != nil {
			panic(err) // it returns none
		}
		return data, 0
	case r.Error != "":
		return []byte(r.Error), failed
	case r.Needless:
		return nil, needless
	}
	return nil, 0
}

// unpack adds what is packed to the result.
func (r *Result) unpack(data []byte, p place) {
	if p&failed != 0 {
		r.Error = string(data)
		return
	}
	r.Outcome = new(measure.Outcome)
	if err := r.Outcome.UnmarshalBinary(data); err != nil {
		panic(fmt.Sprintf("study: %s: %v", r.Cell, err)) // this process packed it
	}
	o := r.Outcome
	o.Scenario, o.Strategy, o.Reading, o.Seed = r.Scenario, r.Strategy, r.Reading, r.Seed
}

// put keeps a result of the i-th cell, as packed has it.
func (k *results) put(i int, data []byte, p place) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.reach(i + 1)
	if len(k.tables) > 0 {
		k.forget(i)
	}
	if at := k.file.Size(); len(data) > 0 {
		if k.err == nil && (len(data) > mostLength || at > mostStart) {
			k.err = errors.New("a study of too many bytes")
		}
		if k.err == nil {
			k.err = k.file.Add(data)
		}
		p |= place(at)<<startBits | place(len(data))
	}
	if k.err == nil {
		k.places[i] = p
	}
	return k.err
}

// reach makes room for so many places.
func (k *results) reach(n int) {
	if more := n - len(k.places); more > 0 {
		k.places = slices.Grow(k.places, more)[:n]
	}
}

// place is that of the i-th cell.
func (k *results) place(i int) place {
	k.mu.Lock()
	defer k.mu.Unlock()
	if i >= len(k.places) {
		return 0
	}
	return k.places[i]
}

// lacks reports whether one of the first n cells was not run.
func (k *results) lacks(n int) bool {
	for i := range n {
		if k.place(i) == 0 {
			return true
		}
	}
	return false
}

// add adds bytes to the file, and returns where they begin.
func (k *results) add(data []byte) (at int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	at = k.file.Size()
	if err := k.file.Add(data); err != nil {
		k.fail(err)
	}
	return at
}

// read reads bytes of the file, and reports whether they are there.
func (k *results) read(data []byte, at int64) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err == nil {
		if _, err := k.file.ReadAt(data, at); err != nil {
			k.fail(err)
		}
	}
	return k.err == nil
}

// fail notes an error. Only the first is of interest.
func (k *results) fail(err error) {
	if k.err == nil {
		k.err = err
	}
}

// result is that of the i-th cell; its fields are zero where it was not run.
func (k *results) result(i int) Result {
	p := k.place(i)
	r := Result{Cell: k.cell(i), Needless: p == needless}
	if data := make([]byte, p.length()); len(data) > 0 && k.read(data, p.start()) {
		r.unpack(data, p)
	}
	return r
}

// New is a study of which nothing was run yet.
func New(h Header) *Study { return &Study{Header: h, kept: &results{grid: h.grid()}} }

// Len is how many cells the study has.
func (s *Study) Len() int { return s.kept.count(s.Plan.Seeds) }

// Put keeps what became of a cell of the study, in place of what is kept of it. The error is that
// of the temporary file that keeps it.
func (s *Study) Put(r Result) error {
	i := s.kept.find(r.Cell)
	if i < 0 || i >= s.Len() {
		return fmt.Errorf("%s is no cell of the study", r.Cell)
	}
	data, p := packed(&r)
	return s.kept.put(i, data, p)
}

// Result is that of the i-th cell; its fields are zero where it was not run.
func (s *Study) Result(i int) Result { return s.kept.result(i) }

// Results yields what became of the cells, in their order.
func (s *Study) Results() iter.Seq[Result] {
	return func(yield func(Result) bool) {
		for i := range s.Len() {
			if !yield(s.kept.result(i)) {
				return
			}
		}
	}
}

// Outcomes yields the outcomes of a contestant, seed by seed; nil where the cell is missing or
// failed. Each is read anew, so that memory has one at a time.
func (s *Study) Outcomes(c Contestant) iter.Seq[*measure.Outcome] {
	return func(yield func(*measure.Outcome) bool) {
		for i := range s.cellsOf(c, 0) {
			r := s.kept.result(i)
			if !yield(r.Outcome) {
				return
			}
		}
	}
}

// cellsOf yields the numbers of a contestant's cells, seed by seed, without the first ones.
func (s *Study) cellsOf(c Contestant, without int) iter.Seq[int] {
	return func(yield func(int) bool) {
		k, known := s.kept.number[c]
		if !known {
			return
		}
		for n := range s.Plan.Seeds {
			if i := s.kept.index(n, k); i < 0 {
				continue
			} else if without--; without < 0 && !yield(i) {
				return
			}
		}
	}
}

// Ended counts the runs of a contestant that have an outcome.
func (s *Study) Ended(c Contestant) (n int) {
	for i := range s.cellsOf(c, 0) {
		if s.kept.place(i).ended() {
			n++
		}
	}
	return n
}

// Err is the error of the temporary file that keeps the results, as of a disk that is full. What is
// told of a study is of use only where it is nil.
func (s *Study) Err() error {
	s.kept.mu.Lock()
	defer s.kept.mu.Unlock()
	return s.kept.err
}

// Held is how many bytes of memory the results take, whatever the runs came to.
func (s *Study) Held() int {
	k := s.kept
	k.mu.Lock()
	defer k.mu.Unlock()
	held := k.file.Held() + cap(k.places)*int(unsafe.Sizeof(place(0)))
	for _, c := range k.contestants {
		if t := k.tables[c]; t != nil {
			held += cap(t.chunks) * int(unsafe.Sizeof(chunk{}))
		}
	}
	return held
}
