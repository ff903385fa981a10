package reply

import (
	"fmt"
	"time"
)

// A State is all that a Memory holds.
type State struct {
	Serial uint64       `json:"serial"` // of the latest number
	Bytes  int          `json:"bytes"`  // of the requests that made things
	Calls  []callState  `json:"requests"`
	Things []thingState `json:"things"` // the oldest first
}

// callState is a request that made things.
type callState struct {
	At   time.Time `json:"at"`
	Size int       `json:"size"`           // of its body, in bytes
	Body any       `json:"body,omitempty"` // JSON
}

// thingState is what a request made.
type thingState struct {
	Kind   string   `json:"kind"`
	Number string   `json:"number"`
	Key    string   `json:"key"`    // that it is found by
	Master string   `json:"master"` // the key of what it is a part of
	Index  int      `json:"index"`  // from 1, among those that one request made
	Count  int      `json:"count"`
	Call   int      `json:"request"`        // its place in the list, from 0
	Item   any      `json:"item,omitempty"` // of a list in the request
	Ended  bool     `json:"ended,omitzero"` // cancelled
	Known  []string `json:"known,omitempty"`
}

// State takes down what the Memory holds. The caller changes nothing in it.
func (m *Memory) State() *State {
	s := &State{Serial: m.serial, Bytes: m.bytes, Calls: []callState{}, Things: []thingState{}}
	calls := map[*Call]int{}
	for _, t := range m.order {
		i, listed := calls[t.call]
		if !listed {
			i = len(s.Calls)
			calls[t.call] = i
			s.Calls = append(s.Calls, callState{t.call.Now, t.call.size, t.call.body})
		}
		s.Things = append(s.Things, thingState{
			Kind: t.kind, Number: t.number, Key: t.key, Master: t.master, Index: t.index,
			Count: t.count, Call: i, Item: t.item, Ended: t.ended, Known: t.known,
		})
	}
	return s
}

// Restore puts a state into a new Memory. Its values are as Value has them. The error is a state
// that cannot be.
func (m *Memory) Restore(s *State) error {
	m.serial = s.Serial
	var calls []*Call
	for _, c := range s.Calls {
		calls = append(calls, &Call{Now: c.At, size: c.Size, body: objects(c.Body)})
	}
	if len(s.Things) > mostThings {
		return fmt.Errorf("found %d things; meant %d at most", len(s.Things), mostThings)
	}
	for _, t := range s.Things {
		if t.Call < 0 || t.Call >= len(calls) {
			return fmt.Errorf("found a thing of request %d; meant one of %d", t.Call, len(calls))
		}
		m.keep(&Thing{
			kind: t.Kind, number: t.Number, key: t.Key, master: t.Master, index: t.Index,
			count: t.Count, call: calls[t.Call], item: objects(t.Item), ended: t.Ended, known: t.Known,
		})
	}
	m.bytes = s.Bytes
	return nil
}
