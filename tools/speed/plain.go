package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
)

// windows are R1, R6 and A1 as whoever needs them once would write them: how many hits there are in
// the last five seconds, in the last second, in the last two minutes.
var windows = []int64{5000, 1000, 120_000}

// plain prints the most hits of each window: those of a list of seconds, or of the lines of a
// Common Log that ask for a token. It believes each stamp, and each line.
func plain(in io.Reader, out io.Writer) {
	var at []int64 // in milliseconds, as far back as the longest window
	first, most := make([]int, len(windows)), make([]int, len(windows))
	for lines := bufio.NewScanner(bufio.NewReaderSize(in, 1<<16)); lines.Scan(); {
		ms, ok := instant(lines.Bytes())
		if !ok {
			continue
		}
		at = append(at, ms)
		for i, window := range windows {
			for at[first[i]] <= ms-window {
				first[i]++
			}
			most[i] = max(most[i], len(at)-first[i])
		}
		if oldest := first[len(first)-1]; oldest > 1<<16 {
			at = at[:copy(at, at[oldest:])]
			for i := range first {
				first[i] -= oldest
			}
		}
	}
	fmt.Fprintln(out, most)
}

// instant reads a number of seconds, or the stamp of a line that asks for a token, in milliseconds.
func instant(line []byte) (ms int64, ok bool) {
	_, stamp, logged := bytes.Cut(line, []byte("["))
	if !logged {
		whole, fraction, _ := bytes.Cut(line, []byte("."))
		for len(fraction) < 3 {
			fraction = append(slices.Clip(fraction), '0')
		}
		return 1000*number(whole) + number(fraction), true
	}
	if !bytes.Contains(line, []byte("POST /oauth/token ")) {
		return 0, false
	}
	// 02/Mar/2026:07:00:00 +0000: a log of one month.
	day, clock := number(stamp[:2]), stamp[12:]
	return 1000 * (((day*24+number(clock[:2]))*60+number(clock[3:5]))*60 + number(clock[6:8])), true
}

func number(digits []byte) (n int64) {
	for _, c := range digits {
		n = 10*n + int64(c-'0')
	}
	return n
}
