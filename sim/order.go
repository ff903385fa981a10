package sim

// An Order decides what the kernel otherwise decides by the order of scheduling: which of several
// events that are due at one instant comes first. It is for a search that carries a run out again
// and again, so as to try all of them.
type Order struct {
	// First returns which of several events that are due now takes its turn, by its place in the
	// list. The others are asked about again, with what has become due since.
	First func([]Due) int

	// Begun is told of each process that begins a body, before it runs, and Turn of each whose turn
	// it is to go on: err is how its wait ended. Woken is told of each whose wait is ended by
	// another process; by is nil where it is ended by a handler.
	Begun func(p *Process)
	Turn  func(p *Process, err error)
	Woken func(p, by *Process)

	tied []due // due at this instant, as they were scheduled
}

// Decide lets o decide on the order of events. It must be called before Run, and makes the run
// slower by far.
func (s *Sim) Decide(o *Order) {
	if s.ran {
		panic("sim: Decide after Run has begun")
	}
	s.order = o
}

// next takes the event whose turn it is.
func (o *Order) next(s *Sim) (at int64, e due, ok bool) {
	for {
		at = s.now
		if len(o.tied) == 0 && s.ready.n == 0 {
			if at, e, ok = s.queue.take(s.horizon); !ok {
				return 0, due{}, false
			}
			o.tied = append(o.tied, e)
		}
		for {
			_, e, ok := s.queue.take(at)
			if !ok {
				break
			}
			o.tied = append(o.tied, e)
		}
		for s.ready.n > 0 {
			o.tied = append(o.tied, s.ready.pop())
		}
		if choices := o.live(s); len(choices) > 0 {
			if at > s.now {
				s.now, s.before = at, s.events
			}
			i := choices[0]
			if len(choices) > 1 {
				all := make([]Due, len(choices))
				for n, i := range choices {
					all[n] = s.tell(o.tied[i])
				}
				i = choices[o.First(all)]
			}
			e = o.tied[i]
			o.tied = append(o.tied[:i], o.tied[i+1:]...)
			return at, e, true
		}
	}
}

// live drops the tied events that have lost their meaning, and lists the places of those that may
// come first: of several starts the first alone, as bodies are in their order.
func (o *Order) live(s *Sim) (places []int) {
	kept := o.tied[:0]
	starts := false
	for _, e := range o.tied {
		switch {
		case e.kind == wakeup && s.processes[e.arg].valid != e.seq,
			e.kind == expire && s.expiry.void(s, e.arg, e.seq):
			continue
		case e.kind != start || !starts:
			places = append(places, len(kept))
		}
		starts = starts || e.kind == start
		kept = append(kept, e)
	}
	o.tied = kept
	return places
}

// A Due is an event to come.
type Due struct {
	At      int64    // virtual ns
	Kind    Kind     // 0: the wakeup, or the start, of Process
	Arg     uint32   // of the handler
	Process *Process // nil: a handler's
	Body    Body     // that starts
}

// tell tells of an event of this instant.
func (s *Sim) tell(e due) Due {
	d := Due{At: s.now, Kind: e.kind, Arg: e.arg}
	switch e.kind {
	case wakeup:
		d.Kind, d.Process = 0, s.processes[e.arg]
	case start:
		d.Kind, d.Body = 0, s.bodies.ring[s.bodies.head&(len(s.bodies.ring)-1)]
	}
	return d
}

// Pending lists the events to come, those of this instant first; deadlines of contexts are not
// among them. It is for an Order's functions.
func (s *Sim) Pending() []Due {
	var all []Due
	add := func(at int64, seq uint64, kind Kind, arg uint32) {
		switch {
		case kind == wakeup && s.processes[arg].valid == seq:
			all = append(all, Due{At: at, Process: s.processes[arg]})
		case kind >= firstKind:
			all = append(all, Due{At: at, Kind: kind, Arg: arg})
		}
	}
	for _, e := range s.order.tied {
		add(s.now, e.seq, e.kind, e.arg)
	}
	for i := range s.ready.n {
		e := s.ready.ring[(s.ready.head+i)&(len(s.ready.ring)-1)]
		add(s.now, e.seq, e.kind, e.arg)
	}
	for i := range s.bodies.n {
		all = append(all, Due{At: s.now, Body: s.bodies.ring[(s.bodies.head+i)&(len(s.bodies.ring)-1)]})
	}
	s.queue.each(func(at int64, e due) { add(at, e.seq, e.kind, e.arg) })
	return all
}

// each calls f with every event of the queue, in no order that means anything.
func (q *queue) each(f func(at int64, e due)) {
	free := make([]bool, len(q.events))
	free[0] = true
	for slot := q.free; slot != 0; slot = q.events[slot].next {
		free[slot] = true
	}
	for slot := range q.events {
		if p := &q.events[slot]; !free[slot] {
			f(int64(p.at), due{p.key >> slotBits, p.kind, p.arg})
		}
	}
	q.later.each(f)
}

// Body is what p does, nil if it does nothing.
func (p *Process) Body() Body { return p.body }

// Processes lists those that have a body.
func (s *Sim) Processes() (all []*Process) {
	for _, p := range s.processes {
		if p.body != nil {
			all = append(all, p)
		}
	}
	return all
}
