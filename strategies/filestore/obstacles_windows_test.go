package filestore_test

import "testing"

// obstacles has none: tests of full disks need a limit that Windows does not have.
func obstacles(*testing.T, string) func(yield func(string, func()) bool) {
	return func(func(string, func()) bool) {}
}
