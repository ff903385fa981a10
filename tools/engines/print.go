package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"text/tabwriter"
	"time"
)

// aligned prints a table on standard error.
func aligned() *tabwriter.Writer { return tabwriter.NewWriter(os.Stderr, 0, 0, 2, ' ', 0) }

// comparisons is how many engines are compared with ours.
func comparisons(tables []table) (n int) {
	for _, t := range tables {
		n += len(t.lines) - 1
	}
	return n
}

// agree prints the figures of each engine beside ours, and fails unless they agree.
func agree(tables []table) error {
	var failed []error
	out := aligned()
	fmt.Fprintf(out, "model\tengine\tfigure\tmean\tours\tdifference\n")
	for _, t := range tables {
		for _, l := range t.lines[1:] {
			for _, d := range differences(l.ours, l.outcomes, comparisons(tables)) {
				fmt.Fprintf(out, "%s\t%s\t%s\t%.1f\t%.1f\t%s\n", t.model, l.full(), d.figure, d.theirs,
					d.ours, d.interval())
				if err := d.verdict(); err != nil {
					failed = append(failed, fmt.Errorf("%s: %s: %w", t.model, l.full(), err))
				}
			}
		}
	}
	return errors.Join(append(failed, out.Flush())...)
}

// notice fails unless an engine whose users think longer is found to differ.
func notice(tables []table) error {
	for _, t := range tables {
		l := t.lines[1]
		s := l.storm
		s.think = planted
		outcomes, err := l.repeat(s, leastRounds)
		if err != nil {
			return err
		}
		found := differences(l.ours, outcomes, comparisons(tables))
		i := slices.IndexFunc(found, difference.differs)
		if i < 0 {
			return fmt.Errorf("%s: users of %s who think %v are not found to differ", t.model, l.full(),
				planted)
		}
		fmt.Fprintf(os.Stderr, "%s: users of %s who think %v are found to differ: %s %s\n", t.model,
			l.full(), planted, found[i].figure, found[i].interval())
	}
	return nil
}

// A speed is what an engine did in each round, in growing order.
type speed struct {
	virtual []float64 // seconds of virtual time, by seconds of processor time
	events  []float64 // by seconds of processor time
	slower  []float64 // how many times ours does so much virtual time
}

func (l *line) speed(ours *line) (s speed) {
	for i, used := range l.used {
		virtual := l.length.Seconds() / used.Seconds()
		s.virtual = append(s.virtual, virtual)
		s.events = append(s.events, float64(l.outcomes[i].Events)/used.Seconds())
		s.slower = append(s.slower, ours.length.Seconds()/ours.used[i].Seconds()/virtual)
	}
	slices.Sort(s.virtual)
	slices.Sort(s.events)
	slices.Sort(s.slower)
	return s
}

// printSpeeds prints the speeds as a table, and as lines for ./measured.
func printSpeeds(tables []table) error {
	out := aligned()
	for _, t := range tables {
		fmt.Fprintf(out, "\n%s of %d users, processor time, %d rounds, load %s when they began\n",
			t.model, t.users, t.rounds, t.load)
		fmt.Fprintf(out, "engine\tvirtual s a second\t\tevents a second\t\ttokenstorm is faster\t\t\n")
		for i := range t.lines {
			l := &t.lines[i]
			s := l.speed(&t.lines[0])
			fmt.Fprintf(out, "%s\t%.0f\t%.0f to %.0f\t%.2f M\t%.2f to %.2f M\t%.2f times\t%.2f to %.2f\n",
				l.full(), middle(s.virtual), s.virtual[0], last(s.virtual), middle(s.events)/1e6,
				s.events[0]/1e6, last(s.events)/1e6, middle(s.slower), s.slower[0], last(s.slower))
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	for _, t := range tables {
		for i := range t.lines {
			t.note(&t.lines[i], comparisons(tables))
		}
	}
	return nil
}

// note prints a line for ./measured.
func (t *table) note(l *line, comparisons int) {
	s := l.speed(&t.lines[0])
	fmt.Printf("%s of %d users on %s\t%.0f virtual s/s, %.3f M events/s, tokenstorm %.2f times\t"+
		"%.0f to %.0f, %.3f to %.3f, %.2f to %.2f in %d rounds of %s; load %s", t.model, t.users,
		l.name, middle(s.virtual), middle(s.events)/1e6, middle(s.slower), s.virtual[0],
		last(s.virtual), s.events[0]/1e6, last(s.events)/1e6, s.slower[0], last(s.slower), t.rounds,
		short(l.length), t.load)
	fmt.Printf("; %s", l.full())
	if l != &t.lines[0] {
		fmt.Printf("; none of %d figures differs by Welch's t, %.0f %% for all %d intervals",
			len(figures), 100*confidence, comparisons*len(figures))
	}
	fmt.Println()
}

// short is a length of time without its zeros.
func short(d time.Duration) string {
	switch {
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d%time.Minute == 0:
		return fmt.Sprintf("%dm", d/time.Minute)
	}
	return d.String()
}

func middle(sorted []float64) float64 {
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

func last(sorted []float64) float64 { return sorted[len(sorted)-1] }
