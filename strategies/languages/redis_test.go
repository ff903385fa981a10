//go:build languages

package languages

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/redisserver"
)

// The stores that docs/production.md shows, on a redis-server. Time is real. Needs redis-server,
// redis-py for /usr/bin/python3, and npm ci in testdata: make examples. Jedis is that of the class
// path JEDIS; where there is none testdata/redis stands in for it.
func TestStoresOnRedis(t *testing.T) {
	stores := newStores(t)
	for name, languages := range map[string][]string{
		"java": {"java", "java", "java", "java"}, "node": {"node", "node", "node", "node"},
		"python":   {"python", "python", "python", "python"},
		"together": {"java", "node", "python"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newFleet(t, stores, languages).share(t)
		})
	}
}

// A fleet is processes that call one carrier, in some language each, and share a Redis.
type fleet struct {
	*stage
	redis *redisserver.Server
	nodes []service
}

const (
	callers = 5  // of a node
	each    = 10 // calls of a caller: FedEx lets 1400 pass in ten seconds
)

// share lets all processes work: at first, after their Redis was killed, while it stands still, and
// after somebody else has got a token with their credentials.
func (f *fleet) share(t *testing.T) {
	calls := len(f.nodes) * callers * each
	well := fmt.Sprintf("%d x 200; carrier: %d x api 200", calls, calls)
	require.Equal(t, well+", 1 x token 200", f.work(t), "one asks for all")
	f.redis.Kill()
	require.Equal(t, well, f.work(t), "each remembers")
	f.redis.Start()
	f.found(t)
	f.redis.Signal(syscall.SIGSTOP)
	require.Equal(t, well, f.work(t), "each remembers, and does not wait for long")
	f.redis.Signal(syscall.SIGCONT)
	f.found(t)
	f.admin(t, "POST", "tokens/issue", map[string]any{"client": "shop"})
	said := f.work(t)
	require.Regexp(t, "^"+well+`, \d+ x api 401, 1 x token 200$`, said, "one asks for all")
}

// work lets all callers make their calls, and returns what came of it.
func (f *fleet) work(t *testing.T) string {
	t.Helper()
	ended := make([]string, len(f.nodes))
	var all sync.WaitGroup
	for i, node := range f.nodes {
		all.Go(func() { ended[i] = node(t, strconv.Itoa(each)) })
	}
	all.Wait()
	f.calls += len(f.nodes) * callers * each
	return f.outcome(t, strings.Join(ended, " "))
}

// found waits until each node has found Redis again: each of its callers has looked there.
func (f *fleet) found(t *testing.T) {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: f.redis.Addr()})
	defer client.Close()
	for i, node := range f.nodes {
		require.Eventually(t, func() bool {
			client.ConfigResetStat(t.Context())
			f.calls += callers
			said := f.outcome(t, node(t, "1"))
			assert.Equal(t, "5 x 200; carrier: 5 x api 200", said, "node %d", i)
			did, _ := client.Info(t.Context(), "commandstats").Result()
			return strings.Contains(did, "cmdstat_get:calls=5,")
		}, time.Minute, time.Second/5, "node %d", i)
	}
}

// newFleet starts it. The carrier is FedEx, where a new token kills the one before.
func newFleet(t *testing.T, s stores, languages []string) *fleet {
	t.Helper()
	p, err := fakecarrier.LookupProfile("fedex")
	require.NoError(t, err)
	call, _ := p.Wire.Call()
	f := &fleet{
		stage: &stage{service: func(testing.TB, string) string { return "" }, url: served(t)},
		redis: redisserver.New(t),
	}
	f.open(t, map[string]string{"profile": "fedex"})
	f.admin(t, "POST", "clock/resume", nil)
	f.admin(t, "POST", "faults", map[string]any{ // while one of them asks, all come
		"kind": "latency", "endpoint": "token", "delay": "500ms",
	})
	folder := s.on(t, f.redis.Addr())
	here, err := filepath.Abs(".")
	require.NoError(t, err)
	programs := map[string][]string{
		"node":   {"node", here + "/testdata/caller.mjs"},
		"python": {"/usr/bin/python3", "-B", here + "/testdata/caller.py", here},
	}
	if slices.Contains(languages, "java") {
		programs["java"] = javaCaller(t, folder, here)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute) // for calls that hang
	t.Cleanup(cancel)
	for _, language := range languages {
		command := append(slices.Clone(programs[language]), f.base(),
			cmp.Or(call.Example.Path, call.Path), call.Example.Body)
		program := exec.CommandContext(ctx, command[0], command[1:]...)
		program.Dir = folder
		f.nodes = append(f.nodes, started(t, program))
	}
	for _, node := range f.nodes {
		node(t, "0") // all begin at once
	}
	return f
}

// javaCaller compiles into the folder and returns the command.
func javaCaller(t *testing.T, folder, here string) []string {
	t.Helper()
	sources, classes := here+":"+here+"/testdata", folder
	if jedis := os.Getenv("JEDIS"); jedis != "" {
		sources, classes = here, folder+":"+jedis
	}
	said, err := exec.CommandContext(t.Context(), "javac", "-J-XX:TieredStopAtLevel=1",
		"-J-XX:+UseSerialGC", "-Xlint:all", "-Werror", "-d", folder, "-cp", classes,
		"-sourcepath", sources, folder+"/Shown.java", here+"/testdata/Caller.java").CombinedOutput()
	require.NoError(t, err, "%s", said)
	return []string{"java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classes, "Caller"}
}

// stores are what docs/production.md shows: the files of a folder, by their names.
type stores map[string]string

func newStores(t *testing.T) stores {
	s := stores{}
	for _, script := range shown(t, "lua") {
		name, _, _ := strings.Cut(strings.TrimPrefix(script, "-- "), "\n")
		s[name] = script
	}
	require.Len(t, s, 2)
	s["store.py"] = shown(t, "python")[1]
	s["store.mjs"] = shown(t, "javascript")[1] + "\nexport { store };\n"
	s["Shown.java"] = "import java.nio.file.Files;\nimport java.nio.file.Path;\n" +
		"import java.time.Duration;\nimport java.util.List;\nimport redis.clients.jedis.*;\n" +
		"class Shown {\n  static Recommended.Store store() throws Exception {\n" +
		shown(t, "java")[1] + "return store;\n  }\n}\n"
	return s
}

// on writes them into a folder, for a Redis that listens there. A machine that stands still for a
// second is no trouble of Redis: they are more patient.
func (s stores) on(t *testing.T, addr string) string {
	t.Helper()
	folder := t.TempDir()
	its := strings.NewReplacer("redis:6379", addr, "patience = 1", "patience = 5")
	for name, text := range s {
		changed := its.Replace(text)
		if !strings.HasSuffix(name, ".lua") {
			require.Contains(t, changed, addr, name)
			require.Contains(t, changed, "patience = 5", name)
		}
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(changed), 0o644))
	}
	here, err := filepath.Abs("testdata")
	require.NoError(t, err)
	require.NoError(t, os.Symlink(filepath.Join(here, "node_modules"),
		filepath.Join(folder, "node_modules")))
	return folder
}
