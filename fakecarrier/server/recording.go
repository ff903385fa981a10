package server

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/record"
	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// leastListed is the length of the shortest text of a file of secrets (assumed: a shorter one is a
// part of too many words).
const leastListed = 4

// recording is what is recorded, and where; the zero value without --record, where no request
// leaves this machine.
func (c *Config) recording(log io.Writer) (r record.Recording, err error) {
	for _, key := range []struct{ name, value string }{
		{"upstream", c.Upstream}, {"secrets-file", c.SecretsFile},
	} {
		if c.Record == "" && key.value != "" {
			return r, wrong(key.name, "found %s without record; meant the file to write beside it",
				key.name)
		}
	}
	if c.Record == "" {
		return r, nil
	}
	if r.Upstream, err = url.Parse(c.Upstream); err != nil || r.Upstream.Host == "" ||
		r.Upstream.Scheme != "http" && r.Upstream.Scheme != "https" || r.Upstream.RawQuery != "" {
		key := "upstream"
		if c.Upstream == "" {
			key = "record"
		}
		return r, wrong(key, "found no address of a carrier to record; meant upstream, as "+
			"https://apis-sandbox.fedex.com")
	}
	if info, err := os.Stat(c.Record); err == nil && (info.IsDir() || info.Size() > 0) {
		return r, wrong("record", "found something in %s; meant a new file, so that nothing is lost",
			c.Record)
	}
	if err := outfile.MayWrite(c.Record); err != nil {
		return r, mistake{"record", err}
	}
	setup, err := c.Opening.setup()
	if err != nil {
		return r, err
	}
	r.File, r.Wire, r.Log = c.Record, setup.Profile.Wire, log
	r.Secrets, err = readSecrets(c.SecretsFile)
	return r, err
}

// readSecrets reads a file with a secret a line; "" is none.
func readSecrets(name string) (all []string, err error) {
	if name == "" {
		return nil, nil
	}
	text, err := strict.ReadAny(name)
	if err != nil {
		return nil, mistake{"secrets-file", err}
	}
	if len(text) > strict.MostBytes {
		return nil, wrong("secrets-file", "found more than %d bytes in %s; meant a secret a line",
			strict.MostBytes, name)
	}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		switch secret := strings.TrimSpace(line); {
		case secret == "":
		case len(secret) < leastListed:
			return nil, fmt.Errorf("%s:%d:1: found a secret of %d characters; meant at least %d", name,
				number, len(secret), leastListed)
		default:
			all = append(all, secret)
		}
	}
	return all, nil
}

// startRecording lets requests go to the carrier that is recorded, if one is.
func (s *Server) startRecording(log io.Writer) error {
	r, err := s.config.recording(log)
	if err == nil && r.File != "" {
		s.recorder = record.New(r)
	}
	return err
}

// about is what a server serves, for its first lines.
func (s *Server) about() string {
	if s.recorder == nil {
		return s.config.Opening.String() + ","
	}
	at := *s.recorder.Upstream
	at.User = nil
	return fmt.Sprintf("%s, recorded into %s,", at.String(), s.config.Record)
}
