package command

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// progressDelay is how long work must take for its progress to be of interest.
const progressDelay = 2 * time.Second

// A progress shows how far work has come, and how long the rest takes: on a terminal alone, and
// only of what takes long.
type progress struct {
	what string
	of   *study.Progress  // the study that the work belongs to; nil: the runs are counted
	w    io.Writer        // nil: standard error, if it is a terminal
	now  func() time.Time // nil: time.Now

	n     int // runs of this work
	done  int // of them
	began time.Time
	bar   *progressbar.ProgressBar
	said  string // before the bar
}

// begin notes that so many runs begin.
func (p *progress) begin(n int) {
	if p.now == nil {
		p.now = time.Now
	}
	p.n, p.began = n, p.now()
}

// count is how many are done, and of how many: of the study, whose cells others may have kept, or
// of the runs of this work.
func (p *progress) count() (done, all int) {
	if p.of == nil {
		return p.done, p.n
	}
	c := p.of.Count()
	return c.Done, c.All
}

// left is how long the rest takes: of a study by what its runs cost, else as if all runs cost the
// same.
func (p *progress) left() (time.Duration, bool) {
	if p.of != nil {
		return p.of.Left(p.now())
	}
	if p.done == 0 {
		return 0, false
	}
	return p.now().Sub(p.began) / time.Duration(p.done) * time.Duration(p.n-p.done), true
}

// words are what stands before the bar.
func (p *progress) words() string {
	left, known := p.left()
	if !known {
		return p.what
	}
	most := ""
	if p.of != nil && p.of.Count().AtMost {
		most = "at most "
	}
	return p.what + ", " + most + roughly(left) + " left"
}

// roughly is a length of time as people say it.
func roughly(d time.Duration) string {
	if d >= time.Hour {
		return unit.FormatDuration(d.Round(time.Minute))
	}
	return unit.FormatDuration(d.Round(time.Second))
}

// show begins to draw.
func (p *progress) show() {
	if _, is := onTerminal(os.Stderr); p.w == nil && is {
		p.w = os.Stderr
	}
	_, all := p.count()
	if p.w == nil || all < 2 {
		return
	}
	p.bar = progressbar.NewOptions(all, progressbar.OptionSetWriter(p.w),
		progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(false),
		progressbar.OptionSetElapsedTime(false), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetWidth(30))
	p.step(p.done)
}

// step notes that so many are done.
func (p *progress) step(done int) {
	p.done = done
	if p.bar != nil {
		done, _ := p.count()
		if words := p.words(); words != p.said { // it draws the bar anew
			p.said = words
			p.bar.Describe(words)
		}
		_ = p.bar.Set(done) // a bar that cannot be drawn is no loss
	}
}

// clear removes what was drawn.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
