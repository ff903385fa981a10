// Command growth measures how the processor time and the memory of tokenstorm grow with users,
// nodes, customers, days, seeds and cores. Of each there are twice as many from point to point,
// until one costs half as much again as at its best: there the curve bends. A curve that does not
// bend ends where a point takes too long, or there are no more.
//
//	cd tools && go run ./growth TOKENSTORM
//
// It prints lines that ./measured reads: medians, and the least and the most of a point's runs.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/tokenstorm/tokenstorm/tools/machine"
)

// Bounds of a curve.
const (
	runs  = 3   // of a point
	bends = 1.5 // times the least cost
	long  = 5 * time.Second
	much  = 1024 // MB of memory
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "growth: give the program")
		os.Exit(1)
	}
	if err := measure(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "growth:", err)
		os.Exit(1)
	}
}

func measure(program string) error {
	folder, err := os.MkdirTemp("", "growth-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	for _, a := range axes {
		if err := a.follow(program, folder); err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
	}
	return nil
}

// follow measures point after point, until the curve ends.
func (a *axis) follow(program, folder string) error {
	best, busy := point{}, machine.Load()
	for n := a.from; ; n *= 2 {
		p, err := a.measure(program, folder, n)
		if err != nil {
			return err
		}
		fmt.Printf("growth with %s: %d\t%.3f s, %.1f MB\t%.3f to %.3f s, %.1f to %.1f MB in %d runs%s\n",
			a.name, n, middle(p.seconds), middle(p.megabytes), p.seconds[0], p.seconds[runs-1],
			p.megabytes[0], p.megabytes[runs-1], runs, a.passed(&p))
		if best.n == 0 || a.cost(&p) < a.cost(&best) {
			best = p
		}
		if where, why := a.end(&p, &best); where != "" {
			fmt.Printf("growth with %s: where one costs %.1f times the least\t%s\t%s at %d, %s at %d; "+
				"load %s; %s\n", a.name, bends, where, a.price(&best), best.n, a.price(&p), n, busy, why)
			return nil
		}
	}
}

// end says where the curve bends, and why it ends at p; where it does not end, nothing.
func (a *axis) end(p, best *point) (where, why string) {
	none := fmt.Sprintf("none up to %d", p.n)
	switch {
	case a.cost(p) >= bends*a.cost(best):
		return fmt.Sprint(p.n), "there it bends"
	case middle(p.seconds) > long.Seconds():
		return none, fmt.Sprintf("a run takes more than %v of processor time", long)
	case middle(p.megabytes) > much:
		return none, fmt.Sprintf("a run takes more than %d MB", much)
	case a.most > 0 && 2*p.n > a.most:
		return none, a.ends
	}
	return "", ""
}

// A point is what so many of a thing cost: of each run, growing.
type point struct {
	n                        int
	seconds, wall, megabytes []float64
}

// measure runs a point.
func (a *axis) measure(program, folder string, n int) (point, error) {
	p := point{n: n}
	file := filepath.Join(folder, "growth.yaml")
	if err := os.WriteFile(file, []byte(a.scenario(n)), 0o600); err != nil {
		return p, err
	}
	for range runs {
		run := exec.Command(program, a.command(file, n)...)
		run.Env = append(os.Environ(), "TOKENSTORM_CACHE=off", a.environment(n))
		began := time.Now()
		if output, err := run.CombinedOutput(); err != nil {
			return p, fmt.Errorf("%d: %w\n%s", n, err, output)
		}
		used := run.ProcessState
		p.wall = append(p.wall, time.Since(began).Seconds())
		p.seconds = append(p.seconds, (used.UserTime() + used.SystemTime()).Seconds())
		resident := used.SysUsage().(*syscall.Rusage).Maxrss // in KB on Linux
		p.megabytes = append(p.megabytes, float64(resident)/1024)
	}
	slices.Sort(p.wall)
	slices.Sort(p.seconds)
	slices.Sort(p.megabytes)
	return p, nil
}

func middle(sorted []float64) float64 { return sorted[len(sorted)/2] }
