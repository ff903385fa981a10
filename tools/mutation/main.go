// Command mutation counts the mutants of packages that their tests kill. gremlins finds the
// mutants, with every mutator on; this command compiles and judges each, since gremlins counts what
// does not compile as killed, has one time-out for tests and compilation, and cannot sample.
//
//	cd tools && go run ./mutation [-sample 200] [-seed 1] PACKAGE...
//
// It prints a line for ./measured of each package, and to standard error each mutant's verdict.
// A mutant that does not compile is none. Of the others it kills only what makes a test fail: a
// mutant that outlasts the time-out is run again alone, with twice the time, and is listed to be
// judged by hand, as are those that live. The judgements are in judged.txt.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// top is the folder that package paths start from, seen from the folder of the tools.
const top = ".."

func main() {
	sample := flag.Int("sample", 0, "take only `n` mutants of each package, by lot; 0 takes all")
	seed := flag.Uint64("seed", 1, "the lot's seed")
	flag.Parse()
	if err := run(flag.Args(), *sample, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "mutation:", err)
		os.Exit(1)
	}
}

func run(packages []string, sample int, seed uint64) error {
	judged, err := readJudgements("mutation/judged.txt")
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "mutation-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	build := exec.Command("go", "build", "-modfile=slow.mod", "-o", scratch,
		"github.com/go-gremlins/gremlins/cmd/gremlins")
	if _, err := build.Output(); err != nil {
		return withOutput(err)
	}
	if err := checkSelf(scratch); err != nil {
		return err
	}
	for _, folder := range packages {
		p, err := newSubject(filepath.Clean(folder), scratch)
		if err != nil {
			return err
		}
		mutants := draw(p.mutants, sample, seed)
		c := count{Judged: map[string]int{}}
		for _, m := range mutants {
			v, err := p.judge(m)
			if err != nil {
				return err
			}
			c.add(v, judged[m.key()])
			fmt.Fprintf(os.Stderr, "%-8s %s:%d:%d %s\n", v, m.file, m.Line, m.Column, m.Type)
			if v == lives || v == timedOut {
				fmt.Fprintf(os.Stderr, "\t%s\n\t%s\n", m.mutated,
					cmp.Or(judged[m.key()], "not judged yet"))
			}
		}
		fmt.Fprintf(os.Stderr, "%s: %+v\n", folder, c)
		fmt.Println(c.row(folder, len(mutants) < len(p.mutants)))
	}
	return nil
}

// checkSelf judges the mutants of two packages: the tests of blind assert nothing, so that every
// mutant lives; those of sharp kill every one.
func checkSelf(scratch string) error {
	for name, want := range map[string]verdict{"blind": lives, "sharp": killed} {
		p, err := newSubject("tools/mutation/testdata/"+name, scratch)
		if err != nil {
			return err
		}
		if len(p.mutants) < 8 {
			return fmt.Errorf("self-check: %s has %d mutants; found too few", name, len(p.mutants))
		}
		for _, m := range p.mutants {
			got, err := p.judge(m)
			if err != nil {
				return err
			}
			if got != want && got != broken {
				return fmt.Errorf("self-check: %s:%d: %s %s; want %s: %s", m.file, m.Line, m.Type,
					got, want, m.mutated)
			}
		}
	}
	return nil
}

// draw returns n of the mutants by lot, in their order, or all of them if n is 0.
func draw(mutants []mutant, n int, seed uint64) []mutant {
	if n == 0 || n >= len(mutants) {
		return mutants
	}
	chosen := rand.New(rand.NewPCG(seed, 0)).Perm(len(mutants))[:n]
	slices.Sort(chosen)
	var drawn []mutant
	for _, i := range chosen {
		drawn = append(drawn, mutants[i])
	}
	return drawn
}

// A count is how many mutants of a package met which end.
type count struct {
	Killed, Lives, TimedOut, Broken int
	Judged                          map[string]int // the others by the first word of their judgement
}

func (c *count) add(v verdict, judgement string) {
	switch v {
	case killed:
		c.Killed++
		return
	case broken:
		c.Broken++
		return
	case lives:
		c.Lives++
	case timedOut:
		c.TimedOut++
	}
	word, _, _ := strings.Cut(judgement, ":")
	c.Judged[word]++
}

// row returns the figure as a line that ./measured reads: figure, value, interval.
func (c *count) row(folder string, sampled bool) string {
	n := c.Killed + c.Lives + c.TimedOut
	interval := "all mutants"
	if sampled {
		low, high := wilson(c.Killed, n)
		interval = fmt.Sprintf("%.1f to %.1f %%", 100*low, 100*high)
	}
	value := fmt.Sprintf("%d of %d, %.1f %%", c.Killed, n, 100*float64(c.Killed)/float64(n))
	if c.Lives+c.TimedOut > 0 {
		value += fmt.Sprintf("; by hand: %d equivalent, %d endless, %d missed",
			c.Judged["equivalent"], c.Judged["endless"], c.Judged[""])
	}
	return fmt.Sprintf("mutants of %s killed\t%s\t%s", folder, value, interval)
}

// wilson returns the interval of Wilson's score that holds the share k of n with 95 % confidence.
func wilson(k, n int) (low, high float64) {
	const z = 1.959964
	share, size := float64(k)/float64(n), float64(n)
	middle := (share + z*z/(2*size)) / (1 + z*z/size)
	half := z / (1 + z*z/size) * math.Sqrt(share*(1-share)/size+z*z/(4*size*size))
	return middle - half, middle + half
}
