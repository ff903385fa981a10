package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// A rate is what wrk saw.
type rate struct {
	perSecond float64
	p99       string
}

var (
	perSecond = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)
	p99       = regexp.MustCompile(`99%\s+(\S+)`)
)

// wrk asks for three seconds. An answer other than 2xx is an error.
func (a *asking) wrk(url, folder string) (r rate, err error) {
	var script strings.Builder
	fmt.Fprintf(&script, "wrk.method = \"POST\"\nwrk.body = %q\n", a.body)
	for name, value := range a.headers {
		fmt.Fprintf(&script, "wrk.headers[%q] = %q\n", name, value)
	}
	file := filepath.Join(folder, "ask.lua")
	if err := os.WriteFile(file, []byte(script.String()), 0o600); err != nil {
		return r, err
	}
	output, err := exec.Command("wrk", "-t1", "-c8", "-d3s", "--latency", "-s", file,
		url+a.path).CombinedOutput()
	if err != nil {
		return r, fmt.Errorf("wrk: %w\n%s", err, output)
	}
	each, slow := perSecond.FindSubmatch(output), p99.FindSubmatch(output)
	if each == nil || slow == nil || strings.Contains(string(output), "Non-2xx") {
		return r, fmt.Errorf("wrk of %s:\n%s", url+a.path, output)
	}
	r.p99 = string(slow[1])
	r.perSecond, err = strconv.ParseFloat(string(each[1]), 64)
	return r, err
}
