package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestSynctest is the storm under testing/synctest: what the arguments say, or else a minute of it.
func TestSynctest(t *testing.T) {
	s, seed := storm{users: 20, length: time.Minute, think: time.Second}, uint64(1)
	if flag.NArg() > 0 {
		var err error
		s, seed, err = parseStorm(flag.Args())
		if err != nil {
			t.Fatal(err)
		}
	}
	var o outcome
	synctest.Test(t, func(*testing.T) { o = underSynctest(s, seed) })
	if err := o.adds(s.users); err != nil {
		t.Error(err)
	}
	if o.Refused == 0 {
		t.Error("found no call that was answered 401; meant a storm")
	}
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(string(text))
}

// A bubble is the storm in a bubble of synctest: a goroutine is a user. Its lock is a channel, as a
// goroutine that waits for a sync.Mutex does not count as blocked.
type bubble struct {
	storm
	lock   chan struct{}
	counts outcome
	issued int
	nodes  [nodes]bubbleNode
}

// A bubbleNode is the cache of a node: its token, and when that expires by the node's clock.
type bubbleNode struct {
	held    bubbleToken
	expires time.Duration
}

// A bubbleToken is its number, from 1, and when it dies.
type bubbleToken struct {
	number int
	dies   time.Duration
}

// underSynctest carries the storm out, and returns when each user has seen that it is over.
func underSynctest(s storm, seed uint64) outcome {
	b := &bubble{storm: s, lock: make(chan struct{}, 1)}
	var users sync.WaitGroup
	for i := range s.users {
		u := &sleeper{bubble: b, chance: rand.New(rand.NewPCG(seed, uint64(i)))}
		users.Go(func() {
			b.lock <- struct{}{}
			for u.act(&b.nodes[i%nodes]) {
			}
			<-b.lock
		})
	}
	users.Wait()
	return b.counts
}

// A sleeper is a user.
type sleeper struct {
	*bubble
	chance *rand.Rand
	now    time.Duration
}

// pass sleeps. Who wakes has the lock. It reports whether the storm goes on.
func (u *sleeper) pass(d time.Duration) bool {
	u.now += d
	<-u.lock
	time.Sleep(d)
	u.lock <- struct{}{}
	if u.now > u.length {
		return false
	}
	u.counts.Events++
	return true
}

// act is an action, from the thought before it to its outcome. It reports whether the storm goes
// on.
func (u *sleeper) act(own *bubbleNode) bool {
	if !u.pass(u.drawThought(u.chance)) {
		return false
	}
	u.counts.Actions++
	renew := false
	for range retries + 1 {
		token := own.held
		if renew || token.number == 0 || u.now >= own.expires {
			if !u.pass(drawLeg(u.chance)) {
				return false
			}
			u.counts.Renewals++
			u.issued++
			token = bubbleToken{u.issued, u.now + life}
			if !u.pass(drawLeg(u.chance)) {
				return false
			}
			*own = bubbleNode{token, u.now + life}
		}
		if !u.pass(drawLeg(u.chance)) {
			return false
		}
		alive := (u.coexist || token.number == u.issued) && u.now < token.dies
		if !alive {
			u.counts.Refused++
		}
		if !u.pass(drawLeg(u.chance)) {
			return false
		}
		if alive {
			u.counts.Succeeded++
			return true
		}
		renew = true
	}
	return true
}
