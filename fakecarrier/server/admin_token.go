package server

import (
	"fmt"
	"os"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// ReadAdminToken reads the token that an admin API asks for from a file, without the blanks around
// it. The error is that of the file; or that the file holds no token, or more than one word; or
// that others may write it, who could then choose the token. Others may read it: Kubernetes mounts
// its secrets so.
func ReadAdminToken(file string) (string, error) {
	if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
		if mode := info.Mode().Perm(); mode&0o022 != 0 {
			return "", fmt.Errorf("found mode %#o of %s, which others may write; meant 0600", mode, file)
		}
	}
	data, err := strict.ReadAny(file)
	switch {
	case err != nil:
		return "", err
	case len(data) > strict.MostBytes:
		return "", fmt.Errorf("found more than %d bytes in %s; meant an admin token",
			strict.MostBytes, file)
	}
	words := strings.Fields(string(data))
	switch {
	case len(words) == 0:
		return "", fmt.Errorf("found nothing in %s; meant an admin token", file)
	case strings.Contains(strings.TrimSpace(string(data)), "\n"):
		return "", fmt.Errorf("found %d lines in %s; meant one, the admin token",
			strings.Count(strings.TrimSpace(string(data)), "\n")+1, file)
	case len(words) > 1:
		return "", fmt.Errorf("found %d words in %s; meant one, the admin token", len(words), file)
	}
	return words[0], nil
}
