package outfile

import (
	"os"

	"github.com/gofrs/flock"
)

// TryLock takes the lock of the operating system on the file of that path, which it makes if there
// is none. It returns nil if another has it. The lock of a process that ends is free. One on a file
// that was deleted meanwhile is none: it is taken on the one that is there now.
func TryLock(path string) (*flock.Flock, error) {
	for {
		l := flock.New(path)
		if locked, err := l.TryLock(); err != nil || !locked {
			_ = l.Close()
			return nil, err
		}
		mine, err := l.Stat()
		if err != nil {
			_ = l.Close()
			return nil, err
		}
		if there, err := os.Stat(path); err == nil && os.SameFile(mine, there) {
			return l, nil
		}
		_ = l.Close()
	}
}
