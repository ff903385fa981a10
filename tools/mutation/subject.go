package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// A subject is a package whose tests are put to the proof.
type subject struct {
	folder  string // from the top
	path    string // on this machine
	scratch string
	plain   time.Duration // of processor time, for the tests without a mutant
	mutants []mutant
}

// A verdict is the end that a mutant met.
type verdict string

const (
	killed   verdict = "killed"
	lives    verdict = "lives"
	timedOut verdict = "time-out"
	broken   verdict = "broken" // does not compile
)

// newSubject finds the mutants of a package and runs its tests without one.
func newSubject(folder, scratch string) (*subject, error) {
	path, err := filepath.Abs(filepath.Join(top, folder))
	if err != nil {
		return nil, err
	}
	p := &subject{folder: folder, path: path, scratch: scratch}
	if p.mutants, err = find(folder, path, scratch); err != nil {
		return nil, err
	}
	if _, err := p.command("test", "-c", "-o", p.binary(), ".").Output(); err != nil {
		return nil, withOutput(err)
	}
	v, plain, err := p.test(time.Hour)
	if err != nil || v != lives {
		return nil, errors.Join(fmt.Errorf("%s fails without a mutant", folder), err)
	}
	p.plain = plain
	return p, nil
}

func (p *subject) binary() string { return filepath.Join(p.scratch, "subject.test") }

func (p *subject) command(arguments ...string) *exec.Cmd {
	c := exec.Command("go", arguments...)
	c.Dir = p.path
	return c
}

// judge compiles the mutant in an overlay, so that no file of the tree changes, and runs the tests.
func (p *subject) judge(m mutant) (verdict, error) {
	file := filepath.Join(p.scratch, "mutant.go")
	if err := os.WriteFile(file, m.source, 0o600); err != nil {
		return "", err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{m.path: file}})
	if err != nil {
		return "", err
	}
	list := filepath.Join(p.scratch, "overlay.json")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		return "", err
	}
	compile := p.command("test", "-c", "-overlay", list, "-ldflags=-s -w", "-o", p.binary(), ".")
	if _, err := compile.Output(); err != nil {
		var failed *exec.ExitError
		if errors.As(err, &failed) && bytes.HasPrefix(failed.Stderr, []byte("# ")) {
			return broken, nil // the compiler says so, of the package behind the #
		}
		return "", withOutput(err)
	}
	limit := 3*p.plain + 3*time.Second
	v, _, err := p.test(limit)
	if v == timedOut {
		v, _, err = p.test(2 * limit)
	}
	return v, err
}

// patience is the real time after which tests count as stuck.
const patience = 2 * time.Minute

// test runs the compiled tests, and returns the processor time they took. The limit is one of
// processor time, so that a busy machine changes no verdict. They have 4 GB of address space.
func (p *subject) test(limit time.Duration) (verdict, time.Duration, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit+patience)
	defer cancel()
	script := fmt.Sprintf(`ulimit -v 4000000 -t %.0f; exec "$0" -test.failfast`, limit.Seconds())
	c := exec.CommandContext(ctx, "bash", "-c", script, p.binary())
	c.Dir = p.path
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	output, err := c.CombinedOutput()
	took := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	var failed *exec.ExitError
	switch {
	case errors.As(err, &failed) && !failed.Exited(), // by a signal
		bytes.Contains(output, []byte("SIGXCPU")), bytes.Contains(output, []byte("out of memory")):
		return timedOut, took, nil
	case errors.As(err, &failed):
		return killed, took, nil
	}
	return lives, took, err
}

// withOutput adds what a command printed to its error.
func withOutput(err error) error {
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return fmt.Errorf("%w\n%s", err, strings.TrimSpace(string(failed.Stderr)))
	}
	return err
}
