package filestore

import (
	"errors"
	"fmt"
	"syscall"
)

// reason says what is wrong if the disk knows no locks.
func reason(err error) error {
	for _, no := range []syscall.Errno{syscall.ENOLCK, syscall.ENOSYS, syscall.ENOTSUP} {
		if errors.Is(err, no) {
			return fmt.Errorf("%w (%w): have the lock files elsewhere, by Locks", ErrNoLocks, err)
		}
	}
	return err
}
