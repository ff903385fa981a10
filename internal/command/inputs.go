package command

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// The inputs of a command are the files that it reads, each as it was before it was read: they are
// noted where somebody watches them.
type inputs struct{ files []input }

type inputsKey struct{}

// An input is a file as it was when it was looked at.
type input struct {
	name string
	info fs.FileInfo // nil: it was not there
	sum  [sha256.Size]byte
}

// noteInputs notes files that are about to be read.
func noteInputs(ctx context.Context, names ...string) {
	of, watched := ctx.Value(inputsKey{}).(*inputs)
	if !watched {
		return
	}
	for _, name := range names {
		if !slices.Contains(of.names(), name) {
			of.files = append(of.files, lookAt(name))
		}
	}
}

func (i *inputs) names() (names []string) {
	for _, f := range i.files {
		names = append(names, f.name)
	}
	return names
}

// lookAt looks at a file. One that cannot be read is as if it were not there.
func lookAt(name string) input {
	of := input{name: name}
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return of
	}
	f, err := os.Open(name)
	if err != nil {
		return of
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return of
	}
	of.info = info
	copy(of.sum[:], sum.Sum(nil))
	return of
}

// differs reports whether the file says something else now. One that is gone does not: editors that
// replace a file put another one there at once.
func (i *input) differs() bool {
	info, err := os.Stat(i.name)
	if err != nil {
		return false
	}
	if i.info != nil && os.SameFile(info, i.info) && info.ModTime().Equal(i.info.ModTime()) &&
		info.Size() == i.info.Size() {
		return false
	}
	now := lookAt(i.name)
	if now.info == nil || i.info != nil && now.sum == i.sum {
		return false
	}
	return true
}

// quiet is how long nothing must happen before a changed file is read: whoever writes it may not
// have finished (assumed).
const quiet = 50 * time.Millisecond

// changed waits until one of the files says something else, and returns its name. It watches their
// folders, for a file that is replaced is another one. The error is the interruption, or that of a
// folder that cannot be watched.
func (i *inputs) changed(ctx context.Context) (name string, err error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return "", fmt.Errorf("--watch: %w", err)
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	for _, folder := range i.folders() {
		if err := w.Add(folder); err != nil {
			return "", misconfigured(fmt.Errorf("--watch: %s: %w", folder, err))
		}
	}
	var settled <-chan time.Time // set: something has changed
	for {
		at := slices.IndexFunc(i.files, func(f input) bool { return f.differs() })
		if at >= 0 && settled == nil {
			settled = time.After(quiet)
		}
		select {
		case <-w.Events:
			if settled != nil {
				settled = time.After(quiet)
			}
		case <-settled:
			if settled = nil; at >= 0 {
				return i.files[at].name, nil
			}
		case err := <-w.Errors:
			return "", fmt.Errorf("--watch: %w", err)
		case <-ctx.Done():
			return "", &interruption{}
		}
	}
}

// folders are those of the files, and of what links among them lead to.
func (i *inputs) folders() (folders []string) {
	for _, f := range i.files {
		all := []string{filepath.Dir(f.name)}
		if target, err := filepath.EvalSymlinks(f.name); err == nil {
			all = append(all, filepath.Dir(target))
		}
		for _, folder := range all {
			if !slices.Contains(folders, folder) {
				folders = append(folders, folder)
			}
		}
	}
	return folders
}
