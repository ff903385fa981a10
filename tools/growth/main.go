// Command growth measures how the processor time and the memory of a run grow with the users: it
// runs one scenario with 100, 1,000 and 10,000 of them, five times each.
//
//	cd tools && go run ./growth TOKENSTORM
//
// It prints lines that ./measured reads: medians, and the least and the most of the five.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
)

// scenario bans nobody (reading A4), so that the calls grow with the users.
const scenario = `about: Users on four nodes, and nobody bans them.
length: 30m
fleet: {nodes: 4, users: %d}
carrier: {reading: A4}
workload: [{closed: {think: exp 10s}}]
network: {api: {leg: uniform 40ms..60ms}, token: {leg: uniform 40ms..60ms}}
strategies: [recommended]
`

const runs = 5

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
	file := filepath.Join(folder, "growth.yaml")
	for _, users := range []int{100, 1000, 10000} {
		if err := os.WriteFile(file, fmt.Appendf(nil, scenario, users), 0o600); err != nil {
			return err
		}
		var seconds, megabytes []float64
		for range runs {
			run := exec.Command(program, "run", file, "--strategy", "recommended")
			if output, err := run.CombinedOutput(); err != nil {
				return fmt.Errorf("%w\n%s", err, output)
			}
			used := run.ProcessState
			seconds = append(seconds, (used.UserTime() + used.SystemTime()).Seconds())
			resident := used.SysUsage().(*syscall.Rusage).Maxrss // in KB on Linux
			megabytes = append(megabytes, float64(resident)/1024)
		}
		for _, f := range []struct {
			name, unit string
			values     []float64
		}{{"processor time", "s", seconds}, {"memory", "MB", megabytes}} {
			slices.Sort(f.values)
			fmt.Printf("%s of a run with %d users\t%.2f %s\t%.2f to %.2f %s in %d runs\n", f.name, users,
				f.values[runs/2], f.unit, f.values[0], f.values[runs-1], f.unit, runs)
		}
	}
	return nil
}
