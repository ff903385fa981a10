// Package dashboard serves a page of a study while the study is carried out: the probability of a
// ban of each contestant, its interval narrowing, how many runs are done and how long the rest
// takes. The same page, saved, has its figures in itself. It serves metrics as well.
package dashboard

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// The times are assumed: often enough to seem live, and a connection of a browser on the same
// machine has its headers at once.
const (
	period      = 500 * time.Millisecond
	headerTime  = 5 * time.Second
	closingTime = 2 * time.Second
)

// About is what a page says of a study, whatever its runs come to.
type About struct {
	Scenario string // as it was typed
	Command  string // that repeats the study
	Version  string // of the program

	// Workers is how many runs are carried out at once; 0: not known.
	Workers func() int
}

// A Dashboard is the page of one study, on an address of its own.
type Dashboard struct {
	about    About
	of       *study.Progress
	listener net.Listener // nil: it is not served
	server   *http.Server
	begun    time.Time

	stop    chan struct{} // no more news
	stopped chan struct{} // there is none
	hub     hub
	news    newsroom
	once    sync.Once
}

// Listen begins to serve the page of a study that begins. The error is of an address that it cannot
// listen on.
func Listen(address string, of *study.Progress, about About) (*Dashboard, error) {
	if !strings.Contains(address, ":") {
		address = "127.0.0.1:" + address
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("found --dashboard %s; meant HOST:PORT, such as 127.0.0.1:5665: %w",
			address, err)
	}
	d := begin(of, about)
	d.listener = listener
	handler := d.routes()
	if at, ok := listener.Addr().(*net.TCPAddr); ok && at.IP.IsLoopback() {
		handler = byAddress(handler)
	}
	d.server = &http.Server{Handler: handler, ReadHeaderTimeout: headerTime}
	go func() { _ = d.server.Serve(listener) }() // until it is closed
	return d, nil
}

// Unserved is the page of a study that begins, which nobody can ask for: it is written in the end.
func Unserved(of *study.Progress, about About) *Dashboard { return begin(of, about) }

func begin(of *study.Progress, about About) *Dashboard {
	d := &Dashboard{
		about: about, of: of, begun: time.Now(), stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	d.tell(nil)
	go d.tellNowAndThen()
	return d
}

// Address is where the page is.
func (d *Dashboard) Address() string { return "http://" + d.listener.Addr().String() }

// routes are what is served.
func (d *Dashboard) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", d.servePage)
	mux.HandleFunc("GET /events", d.serveEvents)
	mux.HandleFunc("GET /study.json", d.serveStudy)
	mux.Handle("GET /metrics", d.metrics())
	return mux
}

// byAddress answers who asks by an address, or for localhost, on this machine alone: a page of
// somebody else, whose name has been made to lead here, could read the study in the reader's own
// browser.
func byAddress(h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err != nil && host != "localhost" {
			http.Error(rw, "found a name for a host; meant its address, or localhost",
				http.StatusForbidden)
			return
		}
		h.ServeHTTP(rw, r)
	})
}

// tellNowAndThen tells listeners how the study stands, until it ends.
func (d *Dashboard) tellNowAndThen() {
	defer close(d.stopped)
	next := time.NewTicker(period)
	defer next.Stop()
	for {
		select {
		case <-next.C:
			d.tell(nil)
		case <-d.stop:
			return
		}
	}
}

// tell gives listeners the news; of a study that ended, as it is printed.
func (d *Dashboard) tell(ended *study.Study) {
	d.hub.publish(d.news.edit(d, ended))
}

// Finish shows the study as it is printed: done, or cut short.
func (d *Dashboard) Finish(s *study.Study) {
	d.end()
	d.tell(s)
}

// end stops the news. It may be called again.
func (d *Dashboard) end() {
	d.once.Do(func() { close(d.stop) })
	<-d.stopped
}

// Close stops serving, once pages have what was told last, and before that waits for as long as a
// page is open and ctx goes on, so that it can be read and saved: waiting is called where one is.
func (d *Dashboard) Close(ctx context.Context, waiting func()) {
	d.end()
	if d.hub.listening() > 0 && ctx.Err() == nil {
		waiting()
		d.hub.emptied(ctx)
	}
	d.hub.close()
	if d.server == nil {
		return
	}
	patience, cancel := context.WithTimeout(context.Background(), closingTime)
	defer cancel()
	if d.server.Shutdown(patience) != nil {
		_ = d.server.Close()
	}
}
