package cluster

import (
	"io"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// eventually is how long a test waits for what others do, twenty times.
const eventually = time.Second

// A server that is stopped and started again, from what it has in its folder or from an empty one,
// delays the study, and changes none of its bytes.
func TestServerRestarted(t *testing.T) {
	t.Parallel()
	for name, forget := range map[string]bool{"with its folder": false, "with an empty one": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t.TempDir())
			s := started(t, o)
			at := Access{URL: s.ClientURL()}
			o.Port = s.Addr().(*net.TCPAddr).Port
			run := study.Each(healthy)
			new(crew).work(t, at, "a", slowly(5*time.Millisecond, run))
			h := headed(plan(100))
			r := begin(t, at, h)
			done := make(chan *study.Study)
			go func() { done <- asked(t, r, h) }()
			until(t, func() bool {
				info, err := r.conn.answers.Status(t.Context())
				return err == nil && info.Values() > 2
			})
			s.Shutdown()
			s.WaitForShutdown()
			if forget {
				require.NoError(t, os.RemoveAll(o.StoreDir))
			}
			again := started(t, o)
			t.Cleanup(again.Shutdown)
			require.Equal(t, local(t, h, run), written(t, <-done))
			require.NoError(t, r.Err())
		})
	}
}

// A relay passes bytes on to a server until it is cut: then nothing passes, and nobody is told.
type relay struct {
	net.Listener
	to string

	mu    sync.Mutex
	moved *sync.Cond
	cut   bool
}

func relayed(t *testing.T, to string) *relay {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	r := &relay{Listener: l, to: to}
	r.moved = sync.NewCond(&r.mu)
	t.Cleanup(func() {
		r.set(false)
		_ = l.Close()
	})
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to)
			if err != nil {
				_ = in.Close()
				continue
			}
			go r.pass(in, out)
			go r.pass(out, in)
		}
	}()
	return r
}

func (r *relay) set(cut bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cut = cut
	r.moved.Broadcast()
}

func (r *relay) pass(from, to net.Conn) {
	defer from.Close()
	defer to.Close()
	data := make([]byte, 1<<16)
	for {
		n, err := from.Read(data)
		r.mu.Lock()
		for r.cut {
			r.moved.Wait()
		}
		r.mu.Unlock()
		if _, failed := to.Write(data[:n]); err != nil || failed != nil {
			return
		}
	}
}

var _ io.Closer = (*relay)(nil)

// A worker that is cut off from the server in the middle of a batch goes on with it; another one is
// given the same, what they came to is compared once the first one is back, and the study ends in
// the same bytes. So it does where the study itself is cut off.
func TestPartition(t *testing.T) {
	t.Parallel()
	_, at := embed(t)
	for name, whose := range map[string]bool{"of a worker": false, "of the study": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			between := relayed(t, at.URL[len("nats://"):])
			through := Access{URL: "nats://" + between.Addr().String()}
			run := slowly(20*time.Millisecond, study.Each(healthy))
			p := plan(40)
			p.Scenarios[0] = name
			h := headed(p)
			ofWorker, ofStudy := through, at
			if whose {
				ofWorker, ofStudy = at, through
			}
			var cutOff, there crew
			cutOff.work(t, ofWorker, "cut off", run)
			r := begin(t, ofStudy, h)
			done := make(chan *study.Study)
			go func() { done <- asked(t, r, h) }()
			direct := connect(t, at)
			until(t, func() bool {
				info, err := direct.answers.Status(t.Context())
				return err == nil && info.Values() > 4
			})
			between.set(true)
			there.work(t, at, "there", run)
			<-deadline(2 * time.Second).Done()
			between.set(false)
			require.Equal(t, local(t, h, study.Each(healthy)), written(t, <-done))
			require.NoError(t, r.Err())
			require.Empty(t, cutOff.said)
		})
	}
}
