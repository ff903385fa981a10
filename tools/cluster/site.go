package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// A site is a server and workers, as processes.
type site struct {
	program, nats, folder string

	server  *exec.Cmd
	port    string
	workers []*exec.Cmd
	spent   time.Duration // processor time of workers that ended
	inside  bool          // workers are in a network namespace of their own

	chance *rand.Rand // when what befalls a study does so
}

// upTo is a time by chance.
func (s *site) upTo(most time.Duration) time.Duration {
	return time.Duration(s.chance.Int64N(int64(most)))
}

// The namespace of workers, and the two ends of the link to it.
const (
	namespace = "tokenstorm"
	near, far = "tokenstorm0", "tokenstorm1"
	host      = "10.203.0.1"
	guest     = "10.203.0.2"
)

// start starts the server on what it has in the folder, at the port that it had.
func (s *site) start() error {
	s.server = exec.Command(s.nats, "--jetstream", "--store_dir", filepath.Join(s.folder, "store"),
		"--addr", "0.0.0.0", "--port", s.port)
	if err := s.server.Start(); err != nil {
		return err
	}
	for range 100 {
		conn, err := net.Dial("tcp", "127.0.0.1:"+s.port)
		if err == nil {
			return conn.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.New("the server does not listen")
}

// begin starts a server that has nothing, and so many workers.
func (s *site) begin(workers int) error {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	_, s.port, _ = net.SplitHostPort(free.Addr().String())
	if err := errors.Join(free.Close(), os.RemoveAll(filepath.Join(s.folder, "store"))); err != nil {
		return err
	}
	if err := s.start(); err != nil {
		return err
	}
	for range workers {
		if err := s.hire(); err != nil {
			return err
		}
	}
	return nil
}

// url is the address of the server, as processes outside the namespace have it.
func (s *site) url() string { return "nats://127.0.0.1:" + s.port }

// hire starts a worker of one core.
func (s *site) hire() error {
	c := exec.Command(s.program, "work", s.url(), "--jobs", "1")
	if s.inside {
		c = exec.Command("ip", "netns", "exec", namespace, s.program, "work",
			"nats://"+host+":"+s.port, "--jobs", "1")
	}
	c.Env = append(os.Environ(), "GOMAXPROCS=1")
	c.Stderr = new(bytes.Buffer)
	s.workers = append(s.workers, c)
	return c.Start()
}

// killWorker kills the worker that is there for longest.
func (s *site) killWorker() error {
	c := s.workers[0]
	s.workers = s.workers[1:]
	if err := c.Process.Kill(); err != nil {
		return err
	}
	_ = c.Wait() // it was killed
	s.spent += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	return nil
}

// killServer kills the server.
func (s *site) killServer() error {
	if err := s.server.Process.Kill(); err != nil {
		return err
	}
	_ = s.server.Wait() // it was killed
	s.spent += s.server.ProcessState.UserTime() + s.server.ProcessState.SystemTime()
	return nil
}

// stop kills whatever is left.
func (s *site) stop() {
	for len(s.workers) > 0 {
		_ = s.killWorker()
	}
	if s.server != nil {
		_ = s.killServer()
		s.server = nil
	}
	if s.inside {
		_ = leave()
		s.inside = false
	}
}

// A study is what a command line printed, and what it took.
type study struct {
	printed   string
	took, cpu time.Duration
}

// compare carries out a comparison on so many cores, or by the workers at a server.
func (s *site) compare(cores int, args ...string) (study, error) {
	c := exec.Command(s.program, append([]string{"compare"}, args...)...)
	c.Dir = s.folder
	c.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", cores), "TOKENSTORM_CACHE=off")
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	began := time.Now()
	if err := c.Run(); err != nil {
		return study{}, fmt.Errorf("%w\n%s", err, &said)
	}
	return study{out.String(), time.Since(began),
		c.ProcessState.UserTime() + c.ProcessState.SystemTime()}, nil
}

// enter makes the namespace of workers.
func enter() error {
	_ = leave() // of a run that was killed
	return ip(
		"netns add "+namespace, "link add "+near+" type veth peer name "+far,
		"link set "+far+" netns "+namespace, "addr add "+host+"/30 dev "+near, "link set "+near+" up",
		"-n "+namespace+" addr add "+guest+"/30 dev "+far, "-n "+namespace+" link set "+far+" up",
		"-n "+namespace+" link set lo up",
	)
}

// leave removes it.
func leave() error { return ip("netns del " + namespace) }

// ip gives commands to ip, which lays networks.
func ip(commands ...string) error {
	for _, command := range commands {
		if said, err := exec.Command("sh", "-c", "ip "+command).CombinedOutput(); err != nil {
			return fmt.Errorf("ip %s: %w\n%s", command, err, said)
		}
	}
	return nil
}
