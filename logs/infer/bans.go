package infer

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
)

// A Ban is one that was seen: requests were refused in it.
type Ban struct {
	// Began are the first and the last hit that begins it under some rule that is left, by their
	// index. It began between the instants of From, and was over between those of Until, in
	// nanoseconds of Unix time.
	Began   [2]int
	From    [2]int64
	Until   [2]int64
	Refused int // how many requests were refused between
	// Prolonged are the hits that extended it under every rule that is left, Perhaps those that did
	// so under some.
	Prolonged, Perhaps []int
	Key                Key    // by which it is told: the first that is left
	Client             string // of the key EachClient
}

// told is a ban as so many stories tell it.
type told struct {
	key          Key
	client       string
	began        int
	since, until span
	by           []int
	stories      int
}

// remember notes the bans of a survivor, and lets go of its stories: rules are many, and what they
// tell is mostly the same.
func (s *search) remember(v *survivor) {
	if len(s.alive) == 0 || v.key == s.alive[0].key {
		for lane, ends := range v.ends {
			for _, e := range ends {
				for _, t := range s.tell(v, lane, e) {
					sum := sha256.Sum256(fmt.Append(nil, t))
					if s.told[sum] == nil {
						s.told[sum] = &t
					}
					s.told[sum].stories++
				}
			}
		}
	}
	v.ends, v.chapters = nil, nil
}

// bans puts together what all survivors tell.
func (s *search) bans() []Ban {
	var all []told
	for _, t := range s.told {
		all = append(all, *t)
	}
	slices.SortFunc(all, func(a, b told) int {
		return cmp.Or(cmp.Compare(a.client, b.client), cmp.Compare(a.since.from, b.since.from),
			cmp.Compare(a.until.to, b.until.to), cmp.Compare(a.began, b.began))
	})
	var bans []Ban
	for len(all) > 0 {
		n, until := 1, all[0].until.to
		for n < len(all) && all[n].client == all[0].client && all[n].since.from <= until {
			until = max(until, all[n].until.to)
			n++
		}
		if b := s.join(all[:n]); b.Refused > 0 {
			bans = append(bans, b)
		}
		all = all[n:]
	}
	slices.SortStableFunc(bans, func(a, b Ban) int { return slices.Compare(a.From[:], b.From[:]) })
	return bans
}

// tell lists the bans of one story.
func (s *search) tell(v *survivor, lane int, e state) (all []told) {
	var t told
	open := false
	chapters := v.chapters[lane]
	for i := e.story; i != 0; i = chapters[i].before {
		c := chapters[i]
		if !open {
			t, open = told{key: v.key, until: c.until, since: c.since}, true
		}
		hit := v.lanes[lane].all[c.step].hit
		switch c.event {
		case extended:
			t.by = append(t.by, hit)
		case began:
			t.began = hit
			t.since = span{max(t.since.from, c.since.from), min(t.since.to, c.since.to)}
			if v.key == EachClient {
				t.client = s.hits[hit].Client
			}
			all = append(all, t)
			open = false
		}
	}
	return all
}

// join makes one ban of what stories tell of it.
func (s *search) join(all []told) Ban {
	b := Ban{Began: [2]int{all[0].began, all[0].began}, Key: all[0].key, Client: all[0].client}
	since, until := all[0].since, all[0].until
	times, stories := map[int]int{}, 0
	for _, t := range all {
		since, until = hull(since, t.since), hull(until, t.until)
		b.Began = [2]int{min(b.Began[0], t.began), max(b.Began[1], t.began)}
		stories += t.stories
		for _, hit := range t.by {
			times[hit] += t.stories
		}
	}
	b.From, b.Until = [2]int64{since.from, since.to}, [2]int64{until.from, until.to}
	for _, hit := range slices.Sorted(maps.Keys(times)) {
		if times[hit] >= stories {
			b.Prolonged = append(b.Prolonged, hit)
		} else {
			b.Perhaps = append(b.Perhaps, hit)
		}
	}
	for _, h := range s.hits {
		mine := b.Key != EachClient || h.Client == b.Client
		if mine && answerOf(h.Status) == refused && h.Until > b.From[0] && h.From < until.to {
			b.Refused++
		}
	}
	return b
}
