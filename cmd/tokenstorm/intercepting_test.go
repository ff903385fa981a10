package main

import (
	"bufio"
	"context"
	"io"
	"regexp"

	"github.com/jonboulle/clockwork"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
)

// printedAdmin is where a server prints that its admin API is.
var printedAdmin = regexp.MustCompile(`admin API and live page on (\S+)`)

// serveIntercepting starts a fake carrier with a proxy, until the script ends. $ADMIN is the URL of
// its admin API.
func serveIntercepting(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: intercepting")
	}
	config := server.DefaultConfig()
	config.Listen, config.Admin = []server.Listen{{Address: "127.0.0.1:0"}}, "127.0.0.1:0"
	config.Intercept = []server.Listen{{Address: "127.0.0.1:0"}}
	ctx, cancel := context.WithCancel(context.Background())
	out, log := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx, config, clockwork.NewRealClock(), log) }()
	ts.Defer(func() {
		cancel()
		ts.Check(<-ended)
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if found := printedAdmin.FindStringSubmatch(lines.Text()); found != nil {
			ts.Setenv("ADMIN", found[1])
			break
		}
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
}
