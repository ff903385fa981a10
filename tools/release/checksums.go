package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// sums is the name of the file of checksums, in the form that sha256sum --check reads.
const sums = "SHA256SUMS"

func writeChecksums(out string) error {
	entries, err := os.ReadDir(out) // in the order of their names
	if err != nil {
		return err
	}
	var list strings.Builder
	for _, e := range entries {
		if e.Name() == sums {
			continue
		}
		data, err := os.ReadFile(filepath.Join(out, e.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&list, "%x  %s\n", sha256.Sum256(data), e.Name())
	}
	return os.WriteFile(filepath.Join(out, sums), []byte(list.String()), 0o644)
}
