package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// harmed is a scenario of which a run takes some milliseconds.
const harmed = `about: Clicks for some milliseconds.
length: 30m
fleet: {users: 20}
workload: [{closed: {think: exp 5s}}]
network: {api: {leg: exp 50ms}, token: {leg: exp 50ms}}
strategies: [naive, lock]
`

// A kind is something that befalls a study, again and again.
type kind struct {
	name, done string
	apart      bool          // workers are in a network namespace of their own
	least      time.Duration // between two, and as much again by chance
	do         func(s *site) error
}

var kinds = []kind{
	{"workers killed", "kills", false, 300 * time.Millisecond, (*site).replaceWorker},
	{"the server killed and started again", "kills", false, time.Second, (*site).restart},
	{"a network that is cut, by namespaces", "cuts", true, time.Second, (*site).cut},
	{"all three", "of them", true, time.Second, (*site).anyOf},
}

// anyOf does one of the three.
func (s *site) anyOf() error {
	return []func() error{s.replaceWorker, s.restart, s.cut}[s.chance.IntN(3)]()
}

// replaceWorker kills a worker and starts another.
func (s *site) replaceWorker() error { return errors.Join(s.killWorker(), s.hire()) }

// restart kills the server, and starts it again on what it has.
func (s *site) restart() error {
	if err := s.killServer(); err != nil {
		return err
	}
	time.Sleep(s.upTo(500 * time.Millisecond))
	return s.start()
}

// cut lets nothing pass between workers and server for a while, of which nobody is told.
func (s *site) cut() error {
	err := ip("link set " + near + " down")
	time.Sleep(s.upTo(3 * time.Second))
	return errors.Join(err, ip("link set "+near+" up"))
}

// harm carries out studies while something befalls them, and prints how many came out otherwise.
func (s *site) harm(k kind, studies int) error {
	if err := os.WriteFile(filepath.Join(s.folder, "harmed.yaml"), []byte(harmed), 0o600); err != nil {
		return err
	}
	if k.apart && os.Getuid() != 0 {
		fmt.Fprintln(os.Stderr, "cluster: not root: no network namespaces, nothing is cut")
		return nil
	}
	differ, times := 0, 0
	for i := range studies {
		args := []string{"harmed.yaml", "--seeds", "400", "--seed", strconv.Itoa(1 + 1000*i)}
		alone, err := s.compare(2, args...)
		if err != nil {
			return err
		}
		if k.apart {
			if err := enter(); err != nil {
				return err
			}
			s.inside = true
		}
		if err := s.begin(2); err != nil {
			return err
		}
		together, n, err := s.during(k, append(args, "--on", s.url()))
		s.stop()
		if err != nil {
			return err
		}
		if times += n; together.printed != alone.printed {
			differ++
		}
		fmt.Fprintf(os.Stderr, "cluster: %s: study %d, %d %s, %.1f s\n", k.name, i+1, n, k.done,
			together.took.Seconds())
	}
	fmt.Printf("studies of 800 runs on two workers that differ from one process, %s\t%d\tof %d, "+
		"%d %s\n", k.name, differ, studies, times, k.done)
	return nil
}

// during carries out a study while something befalls it, and counts how often.
func (s *site) during(k kind, args []string) (study, int, error) {
	type ended struct {
		study
		err error
	}
	done := make(chan ended)
	go func() {
		of, err := s.compare(1, args...)
		done <- ended{of, err}
	}()
	for n := 0; ; n++ {
		select {
		case e := <-done:
			return e.study, n, e.err
		case <-time.After(k.least + s.upTo(k.least)):
			if err := k.do(s); err != nil {
				return study{}, n, err
			}
		}
	}
}
