package server

import (
	"container/list"
	"net"
	"sync"
	"time"
)

// A server that ends does not wait for a reader that takes nothing of its answer. Assumed: a reader
// that is merely slow takes a part in a second.
const (
	stallTime     = time.Second
	writtenAtOnce = 64 << 10 // bytes
)

// A stallWatch knows the connections that are being written to.
type stallWatch struct {
	mu      sync.Mutex
	writing list.List // of *watchedConn
}

// A watchedListener tells a stallWatch of its connections.
type watchedListener struct {
	net.Listener
	watch *stallWatch
}

func (l watchedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &watchedConn{Conn: c, watch: l.watch}, nil
}

// A watchedConn is a connection that is written to in parts, so that one sees whether its reader
// takes any.
type watchedConn struct {
	net.Conn
	watch *stallWatch

	// Guarded by the watch's lock.
	place *list.Element // in its list, while the connection is written to
	stood bool          // the write that is under way was so the last time
}

// NetConn returns the connection itself.
func (c *watchedConn) NetConn() net.Conn { return c.Conn }

func (c *watchedConn) Write(b []byte) (n int, err error) {
	for {
		part := b[n:min(len(b), n+writtenAtOnce)]
		c.watch.begin(c)
		wrote, err := c.Conn.Write(part)
		c.watch.end(c)
		if n += wrote; err != nil || n == len(b) {
			return n, err
		}
	}
}

func (s *stallWatch) begin(c *watchedConn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.place, c.stood = s.writing.PushBack(c), false
}

func (s *stallWatch) end(c *watchedConn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writing.Remove(c.place)
}

// cut ends the writes that were under way the last time that it was called and still are.
func (s *stallWatch) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for at := s.writing.Front(); at != nil; at = at.Next() {
		c := at.Value.(*watchedConn)
		if c.stood {
			_ = c.SetWriteDeadline(time.Unix(1, 0)) // long past: the write ends
		}
		c.stood = true
	}
}
