package cluster

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// An Access says how to reach a server. Its files are those that NATS and its tools have.
type Access struct {
	URL   string // nats://HOST:PORT, or several with commas between them
	Creds string // a file with a user's JWT and seed; empty: none
	CA    string // a file with certificates of those that sign the server's; empty: the system's
	Cert  string // a file with our certificate; empty: none
	Key   string // the file with its key

	Within *server.Server // in this process, in place of the URL
}

func (a *Access) String() string {
	if a.Within != nil {
		return "the embedded server"
	}
	if u, err := url.Parse(a.URL); err == nil {
		return u.Redacted()
	}
	return "the server"
}

// The names that the server knows.
const (
	streamName  = "tokenstorm"
	workersName = "workers"
	resultsName = "tokenstorm-results"
	studiesName = "tokenstorm-studies"
)

// heard is the subject on which the server says that a key was written, and what: whoever waits for
// it hears that again as soon as he is connected again, which of a watch of JetStream takes many
// seconds.
func heard(key string) string { return "tokenstorm.written." + key }

// ackWait is after what time the server gives a batch to another worker, if the one that has it
// does not say that it is at work on it, which it does three times in that time (assumed).
const ackWait = 6 * time.Second

// kept is how long the server keeps answers, and what studies were made from, after they were
// written (assumed).
const kept = 24 * time.Hour

// A Connection is one to a server where studies and workers meet.
type Connection struct {
	access  *Access
	nats    *nats.Conn
	stream  jetstream.JetStream
	batches jetstream.Stream
	answers jetstream.KeyValue
	studies jetstream.ObjectStore
}

// Connect connects to a server. name is what it calls us in its reports; say is told when the
// connection is lost, and when it is there again.
func Connect(
	ctx context.Context, access *Access, name string, say func(string),
) (*Connection, error) {
	options := []nats.Option{
		nats.Name(name), nats.MaxReconnects(-1), nats.ReconnectWait(200 * time.Millisecond),
		nats.ReconnectJitter(100*time.Millisecond, 100*time.Millisecond),
		nats.PingInterval(2 * time.Second), nats.MaxPingsOutstanding(2),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil { // else we close it
				say(fmt.Sprintf("%s is lost: %v; it is tried again", access, err))
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { say(access.String() + " is there again") }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			say(fmt.Sprintf("%s: %v", access, err))
		}),
	}
	if access.Within != nil {
		options = append(options, nats.InProcessServer(access.Within))
	}
	if access.Creds != "" {
		options = append(options, nats.UserCredentials(access.Creds))
	}
	if access.CA != "" {
		options = append(options, nats.RootCAs(access.CA))
	}
	if access.Cert != "" || access.Key != "" {
		options = append(options, nats.ClientCert(access.Cert, access.Key))
	}
	conn, err := nats.Connect(access.URL, options...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", access, err)
	}
	c := &Connection{access: access, nats: conn}
	if c.stream, err = jetstream.New(conn); err == nil {
		err = c.ensure(ctx)
	}
	if err == nil {
		c.batches, err = c.stream.Stream(ctx, streamName)
	}
	if err == nil {
		c.answers, err = c.stream.KeyValue(ctx, resultsName)
	}
	if err == nil {
		c.studies, err = c.stream.ObjectStore(ctx, studiesName)
	}
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("%s: %w", access, meaning(err))
	}
	return c, nil
}

// meaning is an error in the words of whoever runs the server.
func meaning(err error) error {
	if errors.Is(err, jetstream.ErrJetStreamNotEnabled) || errors.Is(err, nats.ErrNoResponders) ||
		errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount) {
		return errors.New("the server has no JetStream; meant one that was started with it, as by " +
			"nats-server --jetstream")
	}
	return err
}

// Close ends the connection.
func (c *Connection) Close() { c.nats.Close() }

// ensure makes what studies and workers meet by, where the server does not have it.
func (c *Connection) ensure(ctx context.Context) error {
	_, err := c.stream.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name: streamName, Subjects: []string{"study.>"}, Retention: jetstream.WorkQueuePolicy,
		MaxMsgsPerSubject: 1, Discard: jetstream.DiscardNew, DiscardNewPerSubject: true,
	})
	if err == nil {
		_, err = c.stream.CreateOrUpdateConsumer(ctx, streamName, jetstream.ConsumerConfig{
			Durable: workersName, AckPolicy: jetstream.AckExplicitPolicy, AckWait: ackWait,
			MaxDeliver: -1, MaxAckPending: -1,
		})
	}
	if err == nil {
		_, err = c.stream.CreateOrUpdateKeyValue(ctx, jetstream.KeyValueConfig{
			Bucket: resultsName, TTL: kept,
			RePublish: &jetstream.RePublish{Source: "$KV." + resultsName + ".>", Destination: heard(">")},
		})
	}
	if err == nil {
		_, err = c.stream.CreateOrUpdateObjectStore(ctx, jetstream.ObjectStoreConfig{
			Bucket: studiesName, TTL: kept,
		})
	}
	return err
}

// transferTime is how long what a study was made from may be on its way, which may be recorded
// arrivals of many megabytes (assumed).
const transferTime = time.Minute

// put puts what a study was made from on the server, where it is not yet.
func (c *Connection) put(ctx context.Context, id string, text []byte) error {
	ctx, done := context.WithTimeout(ctx, transferTime)
	defer done()
	if _, err := c.studies.GetInfo(ctx, id); err == nil {
		return nil
	}
	_, err := c.studies.PutBytes(ctx, id, text)
	return err
}

// take takes what a study was made from.
func (c *Connection) take(ctx context.Context, id string) ([]byte, error) {
	ctx, done := context.WithTimeout(ctx, transferTime)
	defer done()
	return c.studies.GetBytes(ctx, id)
}

// slots is how many batches could be carried out at once: those that are, and those that workers
// wait for.
func (c *Connection) slots(ctx context.Context) (waiting, slots int, err error) {
	consumer, err := c.stream.Consumer(ctx, streamName, workersName)
	if err != nil {
		return 0, 0, err
	}
	info := consumer.CachedInfo()
	return info.NumWaiting, info.NumWaiting + info.NumAckPending, nil
}

// pause waits so long, or until ctx is done.
func pause(ctx context.Context, long time.Duration) error {
	select {
	case <-ctx.Done():
	case <-time.After(long):
	}
	return ctx.Err()
}
