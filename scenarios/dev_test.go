package scenarios

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

func TestDev(t *testing.T) {
	names := Names()
	if v := os.Getenv("SC"); v != "" {
		names = strings.Split(v, ",")
	}
	for _, name := range names {
		s, err := Load(name)
		if err != nil {
			t.Error(err)
			continue
		}
		list := s.Strategies
		if v := os.Getenv("ST"); v != "" {
			list = strings.Split(v, ",")
		}
		if os.Getenv("ALL") != "" {
			list = strategies.Names()
		}
		fmt.Printf("== %s\n%-32s %9s %9s %7s %5s %7s %6s %7s %7s %6s %6s %8s %8s %8s %9s %6s\n", name, "", "ok", "fail", "rate%", "bans", "bannedm", "ext", "401", "tok", "burst", "avg", "p50", "p99", "fp50", "events", "ms")
		for _, n := range list {
			c, err := strategies.Lookup(n)
			if err != nil {
				data, _ := os.ReadFile(n)
				if c, err = strategies.Parse(n, data); err != nil {
					t.Fatal(err)
				}
			}
			t0 := time.Now()
			ta, err := Run{Scenario: s, Strategy: c, Seed: 1, Reading: os.Getenv("RD")}.Do()
			if err != nil {
				t.Error(err)
				continue
			}
			x := ta.Summary
			fmt.Printf("%-32s %9d %9d %7.2f %5d %7.1f %6d %7d %7d %6d %6d %8.0f %8.0f %8.0f %9d %6d\n", n, x.Actions.Succeeded, x.Actions.Failed, 100*float64(x.Actions.Succeeded)/float64(x.Actions.Succeeded+x.Actions.Failed), x.Bans.Count, x.Bans.Banned/60000, x.Bans.Extensions, x.API.Status.Unauthorized, x.Token.Requests, x.Headroom.BurstPeak, x.Headroom.AveragePeak, x.Latency.P50, x.Latency.P99, x.FailedLatency.P50, x.Events, time.Since(t0).Milliseconds())
		}
	}
}
