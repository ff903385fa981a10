// Command served measures how many requests a second the served carrier answers, beside a bare
// net/http handler that reads the same requests and writes the same bytes: with wrk, one thread and
// eight connections, in turn, so that whatever else the machine does slows both.
//
//	cd tools && go run ./served FAKECARRIER
//
// It prints lines that ./measured reads: medians, and the least and the most of the rounds. It
// needs wrk.
package main

import (
	"fmt"
	"os"
	"slices"
)

const rounds = 5

func main() {
	var err error
	switch {
	case len(os.Args) == 3 && os.Args[1] == "bare":
		err = bare(os.Args[2])
	case len(os.Args) == 2:
		err = measure(os.Args[1])
	default:
		err = fmt.Errorf("give the program fakecarrier")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "served:", err)
		os.Exit(1)
	}
}

func measure(program string) error {
	folder, err := os.MkdirTemp("", "served-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	for _, c := range cases {
		if err := c.measure(program, folder); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return opened(program)
}

// measure lets wrk ask the carrier and the bare handler in turn.
func (c *kind) measure(program, folder string) error {
	carrier, err := serve(program, c.gzip)
	if err != nil {
		return err
	}
	defer carrier.stop()
	asked, answer, err := c.ready(carrier.url)
	if err != nil {
		return err
	}
	plain, err := serveBare(folder, answer)
	if err != nil {
		return err
	}
	defer plain.stop()
	if c.watched {
		stop, err := watch(carrier.url)
		if err != nil {
			return err
		}
		defer stop()
	}
	var shares, rates []float64
	var slowest []string
	for range rounds {
		ours, err := asked.wrk(carrier.url, folder)
		if err != nil {
			return err
		}
		theirs, err := asked.wrk(plain.url, folder)
		if err != nil {
			return err
		}
		shares, rates = append(shares, 100*ours.perSecond/theirs.perSecond), append(rates, ours.perSecond)
		slowest = append(slowest, ours.p99+" beside "+theirs.p99)
	}
	slices.Sort(shares)
	slices.Sort(rates)
	fmt.Printf("requests a second of the served carrier, %s\t%.0f, %.0f %% of a bare handler's\t"+
		"%.0f to %.0f %% in %d rounds; p99 of the last %s\n", c.name, rates[rounds/2], shares[rounds/2],
		shares[0], shares[rounds-1], rounds, slowest[rounds-1])
	return nil
}
