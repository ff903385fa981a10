package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// houseMapOrder allows a range over a map only where it collects what is then sorted.
func houseMapOrder(f *houseFile, report houseReport) {
	if f.types == nil {
		return
	}
	imports := f.imports()
	sorted := map[ast.Node]bool{}
	f.walk(func(n ast.Node) {
		var list []ast.Stmt
		switch n := n.(type) {
		case *ast.BlockStmt:
			list = n.List
		case *ast.CaseClause:
			list = n.Body
		case *ast.CommClause:
			list = n.Body
		case *ast.CallExpr:
			houseMapIterator(f, imports, n, sorted, report)
		}
		for i, statement := range list {
			if labeled, ok := statement.(*ast.LabeledStmt); ok {
				statement = labeled.Stmt
			}
			if r, ok := statement.(*ast.RangeStmt); ok {
				houseMapRange(f, imports, r, list[i+1:], report)
			}
		}
	})
}

// houseMapIterator allows maps.Keys and its like only as what is being sorted, or put into a map.
// Sorting calls come before what they sort, which is noted in sorted.
func houseMapIterator(f *houseFile, imports map[string]string, call *ast.CallExpr,
	sorted map[ast.Node]bool, report houseReport,
) {
	switch pkg, name := f.selected(imports, call.Fun); {
	case pkg == "slices" && strings.HasPrefix(name, "Sorted"),
		pkg == "maps" && name == "Collect":
		sorted[call.Args[0]] = true
	case pkg == "maps" && slices.Contains([]string{"Keys", "Values", "All"}, name) && !sorted[call]:
		report(f.line(call.Pos()), "maps.%s comes in any order: sort it, slices.Sorted(maps.%s(…))",
			name, name)
	}
}

func houseMapRange(f *houseFile, imports map[string]string, r *ast.RangeStmt, after []ast.Stmt,
	report houseReport,
) {
	of := f.types.TypeOf(r.X)
	if of == nil || of == types.Typ[types.Invalid] {
		report(f.line(r.Pos()), "the type of %s is unknown: make the package compile",
			types.ExprString(r.X))
		return
	}
	if houseIsMap(of) && !houseSortedAfter(f, imports, r, after) {
		report(f.line(r.Pos()), "a map comes in any order: range over slices.Sorted(maps.Keys(%s))",
			types.ExprString(r.X))
	}
}

// houseIsMap reports whether t is a map, or a type parameter that may stand for one.
func houseIsMap(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Map:
		return true
	case *types.Union:
		return slices.ContainsFunc(slices.Collect(u.Terms()), func(term *types.Term) bool {
			return houseIsMap(term.Type())
		})
	case *types.Interface:
		return slices.ContainsFunc(slices.Collect(u.EmbeddedTypes()), houseIsMap)
	}
	return false
}

// houseSortedAfter reports whether r only appends to a slice, and a later statement sorts it.
func houseSortedAfter(f *houseFile, imports map[string]string, r *ast.RangeStmt,
	after []ast.Stmt,
) bool {
	if len(r.Body.List) != 1 {
		return false
	}
	assign, ok := r.Body.List[0].(*ast.AssignStmt)
	if !ok || len(assign.Lhs) != 1 {
		return false
	}
	call, ok := assign.Rhs[0].(*ast.CallExpr)
	if !ok || types.ExprString(call.Fun) != "append" {
		return false
	}
	collected := types.ExprString(assign.Lhs[0])
	return slices.ContainsFunc(after, func(s ast.Stmt) bool {
		sort, ok := s.(*ast.ExprStmt)
		if !ok {
			return false
		}
		call, ok := sort.X.(*ast.CallExpr)
		if !ok || types.ExprString(call.Args[0]) != collected {
			return false
		}
		pkg, name := f.selected(imports, call.Fun)
		return pkg == "slices" && strings.HasPrefix(name, "Sort") || pkg == "sort"
	})
}

// houseTypes tells the types of the files whose maps matter, as far as they compile.
func houseTypes(t *testing.T, fset *token.FileSet, folders map[string][]*houseFile) {
	exports, err := houseExports()
	require.NoError(t, err)
	imported := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		file, ok := exports[path]
		if !ok {
			return nil, fmt.Errorf("%s does not compile", path)
		}
		return os.Open(file)
	})
	for name, folder := range folders {
		var syntax []*ast.File
		info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
		for _, f := range folder {
			if room := f.room(); !room.real && !room.outside && !f.isTest() {
				f.types = info
				syntax = append(syntax, f.syntax)
			}
		}
		// Errors are the compiler's to report; a range that they leave without a type is reported.
		config := types.Config{Importer: imported, Error: func(error) {}}
		_, _ = config.Check(houseModule+"/"+name, fset, syntax, info)
	}
}

// houseExports returns where the compiler keeps the types of each package that ours import.
var houseExports = sync.OnceValues(func() (map[string]string, error) {
	// What the canaries import is named, lest the tree ceases to.
	command := exec.Command("go", "list", "-e", "-deps", "-export", "-json=ImportPath,Export",
		"./...", "maps", "slices", "sort")
	command.Dir = houseTop
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, stderr.String())
	}
	exports := map[string]string{}
	for decoder := json.NewDecoder(bytes.NewReader(stdout)); ; {
		var listed struct{ ImportPath, Export string }
		err := decoder.Decode(&listed)
		if errors.Is(err, io.EOF) {
			return exports, nil
		}
		if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		if listed.Export != "" {
			exports[listed.ImportPath] = listed.Export
		}
	}
})
