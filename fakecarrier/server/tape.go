package server

import (
	"strings"
	"sync"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// A tape is the latest events of a world as they are streamed. Each is written once, however many
// listen, and only if somebody does. It is safe for concurrent use.
type tape struct {
	mu     sync.Mutex
	begin  uint64  // what is on it comes after this event
	end    uint64  // the latest that is on it
	frames []frame // the oldest first
}

// A frame is an event as it is streamed.
type frame struct {
	seq  uint64
	text string
}

// since returns the events after one, and the number of the last of them. A listener that is slower
// than the journal forgets misses events, and gets their number.
func (t *tape) since(world *front.World, seq uint64) (text string, last uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if seq < t.begin || seq > t.end {
		t.begin, t.end, t.frames = seq, seq, nil
	}
	events, _ := world.Journal(front.Filter{After: t.end})
	for i := range events {
		e := &events[i]
		t.frames = append(t.frames, frame{e.Seq, serverSent(e.Kind.String(), e.Seq, e)})
		t.end = e.Seq
	}
	if old := len(t.frames) - world.Setup().Journal; old > 0 {
		t.begin, t.frames = t.frames[old-1].seq, append(t.frames[:0], t.frames[old:]...)
	}
	var out strings.Builder
	for _, f := range t.frames {
		if f.seq <= seq {
			continue
		}
		if gap := f.seq - seq - 1; gap > 0 {
			out.WriteString(serverSent("missed", 0, gap))
		}
		out.WriteString(f.text)
		seq = f.seq
	}
	return out.String(), seq
}
