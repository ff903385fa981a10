package cluster

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// An Embedded is a server in this process.
type Embedded struct {
	*server.Server
	folder string // what it keeps, for as long as it lives
}

// Embed starts a server in this process. Other processes may connect to it at listen, HOST:PORT; at
// none where that is empty.
func Embed(listen string) (*Embedded, error) {
	options := &server.Options{
		ServerName: "tokenstorm", DontListen: listen == "", JetStream: true, NoLog: true, NoSigs: true,
	}
	if listen != "" {
		host, port, err := net.SplitHostPort(listen)
		if err == nil {
			options.Host = host
			options.Port, err = strconv.Atoi(port)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: meant HOST:PORT, such as 0.0.0.0:4222: %w", listen, err)
		}
	}
	folder, err := os.MkdirTemp("", "tokenstorm-nats-")
	if err != nil {
		return nil, err
	}
	options.StoreDir = folder
	s, err := server.NewServer(options)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	e := &Embedded{s, folder}
	s.Start()
	if !s.ReadyForConnections(startTime) {
		return nil, errors.Join(fmt.Errorf("the embedded server cannot listen at %s", listen), e.End())
	}
	return e, nil
}

// startTime is how long a server may take to start (assumed).
const startTime = 10 * time.Second

// End ends the server, and removes what it kept.
func (e *Embedded) End() error {
	e.Shutdown()
	e.WaitForShutdown()
	return os.RemoveAll(e.folder)
}
