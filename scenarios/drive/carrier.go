package drive

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
)

// A Carrier is a fake carrier of this process, on a free port of this machine.
type Carrier struct {
	URL    string
	server *http.Server
	close  func()
}

// StartCarrier starts a carrier, in which each Run opens its own session.
func StartCarrier() (*Carrier, error) {
	config := server.DefaultConfig()
	config.Admin = "same"
	config.Journal = 1_000_000 // the most that a server allows: a Run reads all of it
	worlds, err := server.New(config, clockwork.NewRealClock())
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c := &Carrier{
		URL: "http://" + listener.Addr().String(), close: worlds.Close,
		server: &http.Server{Handler: worlds.Carrier(), ReadHeaderTimeout: 5 * time.Second},
	}
	go func() { _ = c.server.Serve(listener) }() // a Run counts the requests that are not answered
	return c, nil
}

// Stop ends the carrier, once it has answered the requests that it has got.
func (c *Carrier) Stop() error {
	c.close()
	patience, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return c.server.Shutdown(patience)
}
