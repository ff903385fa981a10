package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// An engine carries storms out, each in a process of its own.
type engine struct {
	name    string
	get     string // how to install what it needs
	shorter int    // its storms are so many times shorter than those of the others

	// prepare builds in a folder what is run. It returns the command to which args are added, and the
	// version; errMissing says that what it needs is not installed.
	prepare func(folder string) (command []string, version string, err error)
	args    func(s storm, seed uint64) ([]string, error) // nil: those of a storm
	read    func(printed []byte) (outcome, error)        // nil: a line of JSON

	command []string
	version string
}

var errMissing = errors.New("is not installed")

// full is the name with the version.
func (e *engine) full() string { return strings.TrimSpace(e.name + " " + e.version) }

// engines are ours, which comes first, and the others.
func engines(program string) []*engine {
	return []*engine{
		tokenstorm(program),
		{name: "SimPy", get: "apt-get install python3-simpy3", shorter: 1, prepare: findSimPy},
		{name: "SimGrid", get: "apt-get install g++ libsimgrid-dev", shorter: 1, prepare: buildSimGrid},
		{name: "testing/synctest", shorter: 1, prepare: buildSynctest},
		{name: "clockwork", shorter: 8, prepare: findClockwork},
	}
}

// findSimPy looks for a Python that has SimPy: Debian's packages are for Debian's.
func findSimPy(string) (command []string, version string, err error) {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		command = []string{python, "engines/storm_simpy.py"}
		if printed, err := exec.Command(command[0], command[1:]...).Output(); err == nil {
			return command, strings.TrimSpace(string(printed)), nil
		}
	}
	return nil, "", errMissing
}

func buildSimGrid(folder string) (command []string, version string, err error) {
	look := exec.Command("g++", "-E", "-x", "c++", "-")
	look.Stdin = strings.NewReader("#include <simgrid/s4u.hpp>\n")
	if look.Run() != nil {
		return nil, "", errMissing
	}
	program := filepath.Join(folder, "simgrid")
	err = run("g++", "-O2", "-std=c++17", "engines/simgrid.cpp", "-lsimgrid", "-o", program)
	if err != nil {
		return nil, "", err
	}
	printed, err := exec.Command(program).Output()
	// Its default stack of 8 MB and a guard page for each make it no faster.
	command = []string{program, "--cfg=contexts/stack-size:64", "--cfg=contexts/guard-size:0",
		"--log=root.thres:warning"}
	return command, strings.TrimSpace(string(printed)), err
}

func buildSynctest(folder string) (command []string, version string, err error) {
	program := filepath.Join(folder, "synctest")
	if err := run("go", "test", "-c", "-o", program, "./engines"); err != nil {
		return nil, "", err
	}
	printed, err := exec.Command("go", "env", "GOVERSION").Output()
	command = []string{program, "-test.run", "^TestSynctest$", "-test.timeout", "0"}
	return command, "of " + strings.TrimSpace(string(printed)), err
}

// findClockwork returns this very program, which has clockwork in it.
func findClockwork(string) (command []string, version string, err error) {
	program, err := os.Executable()
	if err != nil {
		return nil, "", err
	}
	if info, known := debug.ReadBuildInfo(); known {
		for _, m := range info.Deps {
			if m.Path == "github.com/jonboulle/clockwork" {
				version = m.Version
			}
		}
	}
	return []string{program, onFakeClock}, version, nil
}

// run runs a command, and returns what it printed if it failed.
func run(command ...string) error {
	printed, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, printed)
	}
	return nil
}

// readLine reads the first line that was printed.
func readLine(printed []byte) (o outcome, err error) {
	line, _, _ := bytes.Cut(printed, []byte("\n"))
	err = json.Unmarshal(line, &o)
	return o, err
}

// carryOut carries a storm out, and returns the processor time that it took.
func (e *engine) carryOut(s storm, seed uint64) (o outcome, used time.Duration, err error) {
	args, read := s.args(seed), readLine
	if e.args != nil {
		if args, err = e.args(s, seed); err != nil {
			return o, 0, err
		}
		read = e.read
	}
	command := exec.Command(e.command[0], slices.Concat(e.command[1:], args)...)
	command.Env = append(os.Environ(), "GOMAXPROCS=1") // each has one core
	var complaints bytes.Buffer
	command.Stderr = &complaints
	printed, err := command.Output()
	if err != nil {
		return o, 0, fmt.Errorf("%s: %w\n%s%s", e.name, err, printed, complaints.Bytes())
	}
	if o, err = read(printed); err == nil {
		err = o.adds(s.users)
	}
	if err != nil {
		return o, 0, fmt.Errorf("%s: %w", e.name, err)
	}
	return o, command.ProcessState.UserTime() + command.ProcessState.SystemTime(), nil
}
