package outside

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// goFile is a Go file of docs/extending.md, under its name.
var goFile = regexp.MustCompile("(?s)```go\n// (\\S+\\.go)\n\n(.*?)```\n")

// storm is what that module has besides: it uses the part in a service, in a strategy
// file, and in a scenario of its own.
var storm = map[string]string{
	"service/service.go": `// Command service calls once.
package main

import (
	"context"
	"fmt"
	"time"

	"example.com/storm/stagger"
	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/strategies"
)

type endpoint struct{}

func (endpoint) Token(context.Context, strategies.Token) (strategies.Token, error) {
	return strategies.Token{Value: "T1", Expires: time.Now().Add(time.Hour)}, nil
}

func main() {
	env := strategies.OnClock(clockwork.NewRealClock())
	env.Endpoint = endpoint{}
	_, err := strategies.New(env, strategies.Retry{Retries: 1}, stagger.Stagger{})
	fmt.Println(err)
	s, err := strategies.New(env, strategies.Retry{Retries: 1},
		strategies.Cache{Margin: 30 * time.Second}, stagger.Stagger{Most: time.Millisecond})
	if err != nil {
		panic(err)
	}
	_ = s.Do(context.Background(), func(_ context.Context, t strategies.Token) error {
		fmt.Println("called with", t.Value)
		return nil
	})
}
`,
	"storm_test.go": `package main

import (
	"os"
	"testing"

	"github.com/tokenstorm/tokenstorm/scenarios/scenariotest"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

func TestHerd(t *testing.T) {
	text, err := os.ReadFile("staggered.yaml")
	if err != nil {
		t.Fatal(err)
	}
	staggered, err := spec.Parse("staggered.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	tallies := scenariotest.Run(t, "herd.yaml", staggered)
	if tallies["staggered"].Token.Requests == 0 {
		t.Error("staggered sent no token request")
	}
}
`,
	"staggered.yaml": `about: Nodes that do not ask in step.
parts:
  - retry: {retries: 1}
  - cache: {refused: look}
  - stagger: {most: 2s}
`,
	"herd.yaml": `about: Thirty users meet a cold cache on two nodes.
length: 1m
fleet: {nodes: 2, users: 30}
workload: [{closed: {think: exp 5s}}]
network: {api: {leg: 50ms}, token: {leg: 50ms}}
strategies: [recommended]
expect: [{of: [recommended], bans: ["count==0"]}]
`,
}

// TestOwnPart writes the module that docs/extending.md shows, and carries out what it promises of
// a part: the module finds this tree by a replace.
func TestOwnPart(t *testing.T) {
	page, err := os.ReadFile("../../docs/extending.md")
	require.NoError(t, err)
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	m := ownModule{t, t.TempDir()}
	for _, file := range goFile.FindAllStringSubmatch(string(page), -1) {
		m.write(file[1], file[2])
	}
	for name, text := range storm {
		m.write(name, text)
	}
	ours, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	_, requirements, found := strings.Cut(string(ours), "\nrequire ")
	require.True(t, found)
	m.write("go.mod", "module example.com/storm\n\ngo 1.26.0\n\n"+
		"require github.com/tokenstorm/tokenstorm v0.0.0\n\n"+
		"replace github.com/tokenstorm/tokenstorm => "+root+"\n\nrequire "+requirements)
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	require.NoError(t, err)
	m.write("go.sum", string(sums))

	m.run("vet", "./...")
	m.run("test", "./...")
	out := m.run("run", "./service")
	require.Contains(t, out, "Stagger.Most: found 0s; meant at least 1ns")
	require.Contains(t, out, "called with T1")
	m.run("build", "-o", "storm", ".")
	require.Contains(t, m.storm("list", "parts"), "stagger")
	require.Contains(t, m.storm("schema", "strategies"), `"The longest wait."`)
	swept := m.storm("sweep", "herd.yaml", "--strategies", "staggered.yaml", "--seeds", "1",
		"--vary", "strategy.stagger.most=1s,2s")
	require.Regexp(t, `(?m)^staggered +1s `, swept)
	require.Regexp(t, `(?m)^staggered +2s `, swept)
}

// An ownModule is a module outside ours.
type ownModule struct {
	t      *testing.T
	folder string
}

func (m ownModule) write(name, text string) {
	m.t.Helper()
	file := filepath.Join(m.folder, filepath.FromSlash(name))
	require.NoError(m.t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(m.t, os.WriteFile(file, []byte(text), 0o600))
}

// run runs the go command, which must succeed, and returns what it prints.
func (m ownModule) run(arguments ...string) string {
	m.t.Helper()
	return m.output(exec.Command("go", arguments...))
}

// storm runs the module's own command.
func (m ownModule) storm(arguments ...string) string {
	m.t.Helper()
	return m.output(exec.Command(filepath.Join(m.folder, "storm"), arguments...))
}

func (m ownModule) output(c *exec.Cmd) string {
	m.t.Helper()
	c.Dir = m.folder
	c.Env = append(c.Environ(), "GOFLAGS=-mod=mod")
	out, err := c.CombinedOutput()
	require.NoError(m.t, err, "%v\n%s", c.Args, out)
	return string(out)
}
