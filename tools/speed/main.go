// Command speed measures how fast `tokenstorm judge` reads LINES lines, under all readings, and
// what it holds: lists of instants and a Common Log, which it makes as it goes. Beside it stand
// `wc -l` and a plain pass over the same lines, which keeps three windows and knows nothing else.
//
//	cd tools && go run ./speed TOKENSTORM LINES
//
// It prints lines that ./measured reads.
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "plain" {
		plain(os.Stdin, os.Stdout)
		return
	}
	lines := 0
	if len(os.Args) == 3 {
		lines, _ = strconv.Atoi(os.Args[2])
	}
	if lines < 1 {
		fmt.Fprintln(os.Stderr, "speed: give the program, and how many lines")
		os.Exit(1)
	}
	for _, s := range streams {
		if err := s.measure(os.Args[1], lines); err != nil {
			fmt.Fprintln(os.Stderr, "speed:", err)
			os.Exit(1)
		}
	}
}

// measure gives the lines to each program, and prints what each took.
func (s *stream) measure(tokenstorm string, lines int) error {
	for _, p := range []struct {
		name    string
		command []string
	}{
		{"wc -l", []string{"wc", "-l"}},
		{"a plain pass of three windows", []string{os.Args[0], "plain"}},
		{"judge under all readings", append([]string{tokenstorm, "judge", "-", "--json"}, s.flags...)},
	} {
		used, size, err := s.feed(p.command, lines)
		if err != nil {
			return fmt.Errorf("%v: %w", p.command, err)
		}
		user, system := used.UserTime().Seconds(), used.SystemTime().Seconds()
		resident := used.SysUsage().(*syscall.Rusage).Maxrss // in KB on Linux
		fmt.Printf("%d lines, %s: %s\t%.1f s user and %.1f s system, %.1f MB\t"+
			"one run; it printed %.1f KB\n", lines, s.name, p.name, user, system,
			float64(resident)/1024, float64(size)/1024)
	}
	return nil
}

// feed runs a program on the lines, and returns what it used and how much it printed.
func (s *stream) feed(command []string, lines int) (used *os.ProcessState, size int64, err error) {
	run := exec.Command(command[0], command[1:]...)
	var out counter
	run.Stdin, run.Stdout, run.Stderr = &feeder{stream: s, left: int64(lines)}, &out, os.Stderr
	run.Env = append(os.Environ(), "GOMAXPROCS=1") // a second core collects garbage at a price
	err = run.Run()
	return run.ProcessState, int64(out), err
}

// A counter counts what is written.
type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

// A feeder makes lines as they are read.
type feeder struct {
	*stream
	next, left int64
	made       []byte
}

func (f *feeder) Read(b []byte) (n int, err error) {
	for len(f.made) < len(b) && f.left > 0 {
		f.made = f.line(f.made, f.next)
		f.next++
		f.left--
	}
	if len(f.made) == 0 {
		return 0, io.EOF
	}
	n = copy(b, f.made)
	f.made = append(f.made[:0], f.made[n:]...)
	return n, nil
}
