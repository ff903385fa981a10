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
	what   string
	before int       // runs that were done before this work began
	w      io.Writer // nil: standard error, if it is a terminal

	n   int // runs of this work
	now int // of them are done
	bar *progressbar.ProgressBar
}

// show begins to draw.
func (p *progress) show() {
	if _, is := onTerminal(os.Stderr); p.w == nil && is {
		p.w = os.Stderr
	}
	if p.w == nil || p.n < 2 {
		return
	}
	p.bar = progressbar.NewOptions(p.before+p.n, progressbar.OptionSetWriter(p.w),
		progressbar.OptionSetDescription(p.what), progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetWidth(30))
	p.step(p.now)
}

// step notes that so many are done.
func (p *progress) step(done int) {
	p.now = done
	if p.bar != nil {
		_ = p.bar.Set(p.before + done) // a bar that cannot be drawn is no loss
	}
}

// clear removes what was drawn.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
