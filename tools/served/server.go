package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// A server is a process that serves.
type server struct {
	process *exec.Cmd
	url     string
}

func (s *server) stop() {
	_ = s.process.Process.Kill() // it may have ended
	_ = s.process.Wait()
}

var address = regexp.MustCompile(`https?://[^\s,]+`)

// begin starts a process, and waits until it says where it serves.
func begin(name string, args ...string) (*server, error) {
	s := &server{process: exec.Command(name, args...)}
	said, err := s.process.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(said)
	for s.url == "" && lines.Scan() {
		s.url = address.FindString(lines.Text())
	}
	if s.url == "" {
		s.stop()
		return nil, fmt.Errorf("%s did not start", name)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	return s, nil
}

// serve starts a carrier that bans nobody, whose tokens live on, and which limits no calls.
func serve(program string, gzip bool) (*server, error) {
	when := map[bool]string{true: "negotiated", false: "never"}[gzip]
	return begin(program, "--listen", "127.0.0.1:0", "--admin", "same", "--reading", "A4",
		"--policy", "coexist", "--transactions", "none", "--sessions", "10002", "--gzip", when)
}

// serveBare starts this program as a handler that answers with those bytes.
func serveBare(folder string, answer []byte) (*server, error) {
	file := filepath.Join(folder, "answer")
	if err := os.WriteFile(file, answer, 0o600); err != nil {
		return nil, err
	}
	return begin(os.Args[0], "bare", file)
}

// bare answers each request with the bytes of a file, once it has read it.
func bare(file string) error {
	answer, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "http://%v\n", l.Addr())
	return http.Serve(l, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return
		}
		rw.Header().Set("Content-Type", "application/json")
		_, _ = rw.Write(answer)
	}))
}

// watch reads the events of the default session, as a live page does, until stop.
func watch(url string) (stop func(), err error) {
	ctx, stop := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/__admin/events", http.NoBody)
	if err != nil {
		return stop, err
	}
	began := make(chan error, 1)
	go func() {
		answer, err := http.DefaultClient.Do(r)
		if began <- err; err != nil {
			return
		}
		defer answer.Body.Close()
		_, _ = io.Copy(io.Discard, answer.Body)
	}()
	return stop, <-began
}

// opened measures how long it takes to open ten thousand sessions, by eight callers.
func opened(program string) error {
	const many, callers = 10_000, 8
	var seconds []float64
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: callers}}
	for range 3 {
		s, err := serve(program, false)
		if err != nil {
			return err
		}
		began := time.Now()
		var all sync.WaitGroup
		for caller := range callers {
			all.Go(func() {
				for i := caller; i < many; i += callers {
					answer, postErr := client.Post(s.url+"/__admin/sessions", "application/json",
						strings.NewReader(fmt.Sprintf(`{"session": "s%d"}`, i)))
					if postErr == nil {
						_, _ = io.Copy(io.Discard, answer.Body)
						answer.Body.Close()
					}
				}
			})
		}
		all.Wait()
		seconds = append(seconds, time.Since(began).Seconds())
		s.stop()
	}
	slices.Sort(seconds)
	fmt.Printf("time to open 10000 sessions of the served carrier by 8 callers\t%.1f s\t"+
		"%.1f to %.1f s in 3 runs\n", seconds[1], seconds[0], seconds[2])
	return nil
}
