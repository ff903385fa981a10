package main

import (
	"net/http/httptest"

	"github.com/jonboulle/clockwork"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
)

// serveGuarded starts a fake carrier whose admin API asks for a token, until the script ends:
// guarded TOKEN. $CARRIER is its URL.
func serveGuarded(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: guarded TOKEN")
	}
	config := server.DefaultConfig()
	config.Admin, config.AdminToken = "same", args[0]
	worlds, err := server.New(config, clockwork.NewRealClock())
	ts.Check(err)
	listening := httptest.NewServer(worlds.Carrier())
	ts.Defer(func() {
		worlds.Close()
		listening.Close()
	})
	ts.Setenv("CARRIER", listening.URL)
}
