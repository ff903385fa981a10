// Package machine tells of the machine that measures.
package machine

import (
	"os"
	"strings"
)

// Load is how many processes wanted a core in the last minute; empty where Linux does not say.
func Load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	minute, _, _ := strings.Cut(string(text), " ")
	return minute
}
