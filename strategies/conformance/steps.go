package conformance

import (
	"context"
	"testing"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// apart has when each caller of a herd begins, and how long his way to the carrier takes. No two do
// anything at one instant: their order would be an accident.
var apart = []struct{ start, leg time.Duration }{
	{0, 31 * time.Millisecond},
	{7 * time.Millisecond, 34 * time.Millisecond},
	{13 * time.Millisecond, 38 * time.Millisecond},
}

// Steps plays a small script with c on stage, and returns what happened, line by line. Three
// callers each meet an empty cache, a full one, a killed token, an expired one, a ban of a
// minute, and the time after it. The lines are the same on every stage.
func Steps(t *testing.T, c spec.Strategy, stage Stage) []string {
	t.Helper()
	var k *carrier
	stage(t, time.Hour, func(w World) {
		var s strategies.Strategy
		k, s = enter(t, c, w)
		w.Start(func(ctx context.Context) { direct(ctx, k) })
		for _, at := range []time.Duration{
			0, time.Minute, 5 * time.Minute, 16 * time.Minute, 20 * time.Minute, 40 * time.Minute,
		} {
			for _, a := range apart {
				w.Start(func(ctx context.Context) {
					if k.clock.Sleep(ctx, at+a.start) == nil {
						k.end(s.Do(ctx, k.call(a.leg)))
					}
				})
			}
		}
	})
	return k.all()
}

// direct changes the carrier, half a second before the callers come.
func direct(ctx context.Context, k *carrier) {
	for _, e := range []struct {
		after time.Duration
		do    func()
	}{
		{5*time.Minute - 500*time.Millisecond, k.kill},
		{15 * time.Minute, func() { k.set(403, 0); k.kill() }},
		{time.Minute, func() { k.set(0, 0) }},
	} {
		if k.clock.Sleep(ctx, e.after) != nil {
			return
		}
		e.do()
	}
}
