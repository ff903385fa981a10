package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// houseOnlyStandard stands for every package that is neither ours nor the standard library's.
const houseOnlyStandard = "packages of others"

// houseSimulator is what a run has no use for.
var houseSimulator = []string{"net/http", "net/http/httptest", "testing"}

// houseLinks are what a package may not link, whoever imports it: what a library burdens its
// importers with, and a simulator its start.
var houseLinks = []struct {
	pkg string
	not []string
}{
	{"sim", []string{houseOnlyStandard, "net/http", "testing"}},
	{"fakecarrier", []string{houseOnlyStandard, "net/http", "testing"}},
	{"strategies", []string{houseOnlyStandard, "net/http", "testing"}},
	{"strategies/oauth", []string{houseOnlyStandard, "testing"}},
	{"scenarios", houseSimulator},
	{"scenarios/measure", houseSimulator},
	{"scenarios/world", houseSimulator},
	{"scenarios/study", houseSimulator},
	{"scenarios/drive", []string{"net/http/httptest", "testing"}},
	{"internal/portable", []string{houseOnlyStandard, "net/http", "testing"}},
	{"internal/unit", []string{"net/http", "testing"}},
	{"internal/strict", []string{"net/http", "testing"}},
	{"cmd/fakecarrier", []string{"net/http/httptest", "testing"}},
	{"cmd/tokenstorm", []string{"net/http/httptest", "testing"}},
}

func TestHouseLinks(t *testing.T) {
	graph := houseGraph(t)
	for _, link := range houseLinks {
		for _, banned := range link.not {
			t.Run(link.pkg+"/"+banned, func(t *testing.T) {
				if way := graph.way(houseModule+"/"+link.pkg, banned); way != nil {
					t.Errorf("%s links %s: %s", link.pkg, banned, strings.Join(way, " imports "))
				}
			})
		}
	}
	require.NotNil(t, graph.way(houseModule+"/cmd/tokenstorm", "net/http"), "the check is blind")
	require.NotNil(t, graph.way(houseModule+"/cmd/tokenstorm", houseOnlyStandard))
}

// A housePackage is a package as go list knows it.
type housePackage struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

// A houseImports is who imports whom, by path.
type houseImports map[string]housePackage

// way returns the shortest way from a package to what is banned, or nil.
func (g houseImports) way(from, banned string) []string {
	before := map[string]string{from: ""}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		of, known := g[at]
		others := known && !of.Standard && !strings.HasPrefix(at+"/", houseModule+"/")
		if at == banned || others && banned == houseOnlyStandard {
			var way []string
			for ; at != ""; at = before[at] {
				way = append(way, strings.TrimPrefix(at, houseModule+"/"))
			}
			slices.Reverse(way)
			return way
		}
		for _, imported := range of.Imports {
			if _, seen := before[imported]; !seen {
				before[imported] = at
				queue = append(queue, imported)
			}
		}
	}
	return nil
}

func houseGraph(t *testing.T) houseImports {
	t.Helper()
	command := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports,Standard", "./...")
	command.Dir = houseTop
	listed, err := command.Output()
	require.NoError(t, err)
	graph := houseImports{}
	for decoder := json.NewDecoder(bytes.NewReader(listed)); ; {
		var p housePackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		graph[p.ImportPath] = p
	}
	for _, link := range houseLinks {
		require.Contains(t, graph, houseModule+"/"+link.pkg)
	}
	return graph
}
