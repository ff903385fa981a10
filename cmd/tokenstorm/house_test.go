package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

// The rules of the house are a test: what they forbid, and what to write instead, is in
// house_rules_test.go and house_order_test.go. Each rule has an example of what it forbids, the
// canary, in testdata/house, so that a rule that has gone blind is noticed.

// A houseRule forbids something.
type houseRule struct {
	name  string
	check func(f *houseFile, report houseReport)
}

// A houseReport is told at which line the rule is broken, and what to write instead.
type houseReport func(line int, format string, args ...any)

// A houseExemption lets one file break one rule.
type houseExemption struct{ rule, path, why string }

// A houseFile is a text file of the tree.
type houseFile struct {
	path   string // from the top, with slashes
	text   string
	fset   *token.FileSet
	syntax *ast.File    // nil unless it is Go
	folder []*houseFile // the Go files beside it and itself, in order
	types  *types.Info  // nil where the order of maps is of no concern
}

// houseTop is the top of the tree, from the folder of this test.
const houseTop = "../.."

func TestHouse(t *testing.T) {
	files := houseParse(t, houseRead(t))
	used := map[houseExemption]bool{}
	for _, rule := range houseRules {
		t.Run(rule.name, func(t *testing.T) {
			for _, broken := range houseCheck(rule, files, used) {
				t.Error(broken)
			}
		})
	}
	for _, e := range houseExemptions {
		if !used[e] {
			t.Errorf("%s does not break rule %s any more: remove its exemption", e.path, e.rule)
		}
	}
}

func TestHouseCanaries(t *testing.T) {
	for _, rule := range houseRules {
		t.Run(rule.name, func(t *testing.T) {
			archive, err := txtar.ParseFile("testdata/house/" + rule.name + ".txt")
			require.NoError(t, err, "every rule has a canary")
			texts, want := map[string]string{}, ""
			for _, f := range archive.Files {
				if f.Name == "want" {
					want = string(f.Data)
				} else {
					texts[f.Name] = string(f.Data)
				}
			}
			got := houseCheck(rule, houseParse(t, texts), map[houseExemption]bool{})
			require.NotEmpty(t, got, "the rule is blind")
			require.Equal(t, strings.TrimSpace(want), strings.Join(got, "\n"))
		})
	}
}

// houseRead reads every text file of the tree, the canaries excepted.
func houseRead(t *testing.T) map[string]string {
	texts := map[string]string{}
	tree := os.DirFS(houseTop)
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			skipped := []string{".git", "reports/out", "cmd/tokenstorm/testdata/house"}
			if slices.Contains(skipped, name) || entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			return nil
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // another test tidied up after itself
		}
		if utf8.Valid(text) && !bytes.ContainsRune(text, 0) {
			texts[name] = string(text)
		}
		return err
	})
	require.NoError(t, err)
	require.Contains(t, texts, "go.mod")
	return texts
}

var houseVersion = regexp.MustCompile(`^v\d+$`)

// houseParse parses the Go among the texts, by path, and tells the types where they are needed.
func houseParse(t *testing.T, texts map[string]string) []*houseFile {
	var files []*houseFile
	folders := map[string][]*houseFile{}
	fset := token.NewFileSet()
	for name, text := range texts {
		f := &houseFile{path: name, text: text, fset: fset}
		if path.Ext(name) == ".go" {
			var err error
			f.syntax, err = parser.ParseFile(fset, name, text, parser.ParseComments)
			require.NoError(t, err)
			folders[path.Dir(name)] = append(folders[path.Dir(name)], f)
		}
		files = append(files, f)
	}
	byPath := func(a, b *houseFile) int { return cmp.Compare(a.path, b.path) }
	slices.SortFunc(files, byPath)
	for _, folder := range folders {
		slices.SortFunc(folder, byPath)
		for _, f := range folder {
			f.folder = folder
		}
	}
	houseTypes(t, fset, folders)
	return files
}

// houseCheck returns where the rule is broken, in order. It notes the exemptions it made use of.
func houseCheck(rule houseRule, files []*houseFile, used map[houseExemption]bool) []string {
	var broken []string
	for _, f := range files {
		if f.syntax != nil && ast.IsGenerated(f.syntax) {
			continue
		}
		exempt := slices.IndexFunc(houseExemptions, func(e houseExemption) bool {
			return e.rule == rule.name && e.path == f.path
		})
		byLine := map[int][]string{}
		rule.check(f, func(line int, format string, args ...any) {
			if exempt >= 0 {
				used[houseExemptions[exempt]] = true
				return
			}
			text := fmt.Sprintf(format, args...)
			byLine[line] = append(byLine[line], fmt.Sprintf("%s:%d: %s", f.path, line, text))
		})
		for _, line := range slices.Sorted(maps.Keys(byLine)) {
			broken = append(broken, byLine[line]...)
		}
	}
	return broken
}

// top returns the topmost folder of the file, empty for a file that lies at the top itself.
func (f *houseFile) top() string {
	top, _, below := strings.Cut(f.path, "/")
	if !below {
		return ""
	}
	return top
}

func (f *houseFile) isGo() bool   { return f.syntax != nil }
func (f *houseFile) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

func (f *houseFile) line(p token.Pos) int { return f.fset.Position(p).Line }

// walk visits every node of a Go file in order of appearance.
func (f *houseFile) walk(visit func(ast.Node)) {
	if f.syntax == nil {
		return
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if n != nil {
			visit(n)
		}
		return true
	})
}

// imports returns the paths of the imported packages by the names the file knows them under. A
// name that is not given is taken to be the last element of the path that is no version.
func (f *houseFile) imports() map[string]string {
	names := map[string]string{}
	if f.syntax == nil {
		return names
	}
	for _, spec := range f.syntax.Imports {
		imported := strings.Trim(spec.Path.Value, `"`)
		name := path.Base(imported)
		if houseVersion.MatchString(name) {
			name = path.Base(path.Dir(imported))
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = imported
	}
	return names
}

// selected returns the path of the package and the name of what n selects from it, or nothing.
func (f *houseFile) selected(imports map[string]string, n ast.Node) (pkg, name string) {
	selector, ok := n.(*ast.SelectorExpr)
	if !ok {
		return "", ""
	}
	x, ok := selector.X.(*ast.Ident)
	if !ok {
		return "", ""
	}
	return imports[x.Name], selector.Sel.Name
}
