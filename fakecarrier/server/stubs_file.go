package server

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/stubs"
	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// A stubsFile is the file of --stubs. Whether it has changed is looked at when a request arrives:
// a change is in force with the next request, and nothing runs in the background.
type stubsFile struct {
	name string // "": there is none
	log  io.Writer

	mu    sync.Mutex
	seen  stamp
	wrong []string // what is wrong in the file as it is now
	read  atomic.Pointer[stubs.List]
}

// A stamp tells versions of a file apart.
type stamp struct {
	at   time.Time
	size int64
	file os.FileInfo // which file it is, for another may take its place
}

func (s stamp) is(o stamp) bool {
	return s.at.Equal(o.at) && s.size == o.size && s.file != nil && o.file != nil &&
		os.SameFile(s.file, o.file)
}

// readStubs reads a file of stubs. The error is that of the file, or its mistakes.
func readStubs(name string) (*stubs.List, error) {
	text, err := strict.Read(name)
	if err != nil {
		return nil, err
	}
	return stubs.Parse(name, text)
}

// open reads the file for the first time.
func (f *stubsFile) open() error {
	if f.name == "" {
		return nil
	}
	f.seen = f.stamp()
	list, err := readStubs(f.name)
	f.read.Store(list)
	return err
}

func (f *stubsFile) stamp() stamp {
	info, err := os.Stat(f.name)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size(), info}
}

// list is the stubs in force, nil if there are none.
func (f *stubsFile) list() *stubs.List { return f.read.Load() }

// changed reads the file again if it has changed, and reports whether other stubs are in force
// then. Those of a file that is wrong, or gone, are not: the log has what is wrong.
func (f *stubsFile) changed() bool {
	if f.name == "" {
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.stamp()
	if now.is(f.seen) {
		return false
	}
	if now.file == nil && f.seen.file == nil {
		return false // it is still gone
	}
	f.seen, f.wrong = now, nil
	list, err := readStubs(f.name)
	if err != nil {
		f.wrong = strings.Split(err.Error(), "\n")
		for _, line := range f.wrong {
			fmt.Fprintf(f.log, "fakecarrier: %s\n", line)
		}
		fmt.Fprintf(f.log, "fakecarrier: %s stays as it was read before\n", f.name)
		return false
	}
	f.read.Store(list)
	fmt.Fprintf(f.log, "fakecarrier: %s was read again: %d stubs\n", f.name, len(list.Stubs))
	return true
}

// mistakes are what is wrong in the file as it is now.
func (f *stubsFile) mistakes() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string{}, f.wrong...)
}

// restub gives the sessions the stubs of the file, if that has changed.
func (s *Server) restub() {
	if !s.stubs.changed() {
		return
	}
	for _, on := range s.sessions.list() {
		if !on.ownStubs.Load() {
			_ = on.world.Stub(s.stubs.list()) // a session's clock can wait
		}
	}
}

// checkStubs returns an error if the file of stubs cannot be read.
func (c *Config) checkStubs() error {
	if c.Stubs == "" {
		return nil
	}
	_, err := readStubs(c.Stubs)
	if _, wrong := errors.AsType[strict.Mistakes](err); err != nil && !wrong {
		return mistake{"stubs", err}
	}
	return err
}
