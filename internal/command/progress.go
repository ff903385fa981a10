package command

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progressDelay is how long work must take for its progress to be of interest.
const progressDelay = 2 * time.Second

// A progress shows how far a study has come: on a terminal alone, and only of a long one.
type progress struct {
	w    io.Writer // nil: nobody is looking
	what string
	n    int
	now  int
	bar  *progressbar.ProgressBar
}

// newProgress shows n runs on standard error.
func newProgress(what string, n int) *progress {
	p := &progress{what: what, n: n}
	if _, is := onTerminal(os.Stderr); is {
		p.w = os.Stderr
	}
	return p
}

// show begins to draw.
func (p *progress) show() {
	if p.w == nil || p.n < 2 {
		return
	}
	p.bar = progressbar.NewOptions(p.n, progressbar.OptionSetWriter(p.w),
		progressbar.OptionSetDescription(p.what), progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetWidth(30))
	p.step(p.now)
}

// step says that so many are done.
func (p *progress) step(done int) {
	p.now = done
	if p.bar != nil {
		_ = p.bar.Set(done) // a bar that cannot be drawn is no loss
	}
}

// clear removes what was drawn.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
