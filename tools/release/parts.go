package main

import (
	"bytes"
	"cmp"
	"debug/buildinfo"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/tools/release/platform"
)

// A part is something of others that the programs hold.
type part struct {
	kind     string // golang or npm, as package URLs have it
	name     string
	version  string
	sum      string   // what go.sum says of it
	folder   string   // where it lies here
	packages []string // folders of those of its packages that are linked
	licences []string // by the names of SPDX
	texts    []text   // that it asks to be handed on
}

// A text is a file of a part.
type text struct{ name, content string }

// partsOf lists the parts of all programs: the standard library, modules, and the packages of the
// page that reports write. It asks the programs which modules they hold.
func partsOf(builds []*build) ([]*part, error) {
	home, err := exec.Command("go", "env", "GOROOT").Output() // runtime's is unknown with -trimpath
	if err != nil {
		return nil, err
	}
	goroot := strings.TrimSpace(string(home))
	std := &part{kind: "golang", name: "std", version: strings.TrimPrefix(runtime.Version(), "go"),
		folder: goroot, packages: []string{goroot}}
	linked := map[string]*part{}
	for _, b := range builds {
		for _, p := range platform.Programs {
			info, err := buildinfo.ReadFile(b.path(p))
			if err != nil {
				return nil, err
			}
			for _, m := range info.Deps {
				if m.Replace != nil {
					return nil, fmt.Errorf("%s: found %s in place of %s; meant what go.mod requires",
						p, m.Replace.Path, m.Path)
				}
				linked[m.Path] = &part{kind: "golang", name: m.Path, version: m.Version, sum: m.Sum}
			}
		}
	}
	for _, b := range builds {
		if err := b.findPackages(linked); err != nil {
			return nil, err
		}
	}
	parts, err := pageParts()
	parts = append(parts, std)
	parts = append(parts, slices.Collect(maps.Values(linked))...) // sorted below
	slices.SortFunc(parts, func(a, b *part) int { return cmp.Compare(a.name, b.name) })
	return parts, err
}

// findPackages fills in the folders of modules and of their packages that a build links.
func (b *build) findPackages(linked map[string]*part) error {
	c := exec.Command("go", "list", "-deps", "-f",
		"{{with .Module}}{{.Path}}\t{{.Dir}}\t{{end}}{{.Dir}}", "./cmd/tokenstorm", "./cmd/fakecarrier")
	c.Dir, c.Env, c.Stderr = root, b.Environment(), os.Stderr
	listed, err := c.Output()
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(listed)) {
		module := strings.Split(strings.TrimSpace(line), "\t")
		if len(module) < 3 || linked[module[0]] == nil {
			continue // the standard library's, or ours
		}
		p := linked[module[0]]
		p.folder = module[1]
		if !slices.Contains(p.packages, module[2]) {
			p.packages = append(p.packages, module[2])
		}
	}
	return nil
}

// pageHead begins the text of one package in the licences of the page.
var pageHead = regexp.MustCompile(`(?m)^(\S+) (\d\S*), (\S+)\n\n`)

// pageParts are the packages whose code is in the page, as the page's build has noted them.
func pageParts() (parts []*part, err error) {
	noted, err := os.ReadFile(filepath.Join(root, "reports/page/dist/licences.txt"))
	if err != nil {
		return nil, err
	}
	heads := pageHead.FindAllSubmatchIndex(noted, -1)
	for i, head := range heads {
		end := len(noted)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		member := func(n int) string { return string(noted[head[2*n]:head[2*n+1]]) }
		parts = append(parts, &part{kind: "npm", name: member(1), version: member(2), texts: []text{
			{member(3), string(bytes.TrimSpace(noted[head[1]:end]))},
		}})
	}
	return parts, nil
}
