package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// mutators are those of gremlins v0.6.0, each with the tokens that it replaces: from, to, from, to.
// As there, a sign is replaced as well as an operator between two operands.
var mutators = map[string][]token.Token{
	"ARITHMETIC_BASE": {token.ADD, token.SUB, token.SUB, token.ADD, token.MUL, token.QUO,
		token.QUO, token.MUL, token.REM, token.MUL},
	"CONDITIONALS_BOUNDARY": {token.GEQ, token.GTR, token.GTR, token.GEQ, token.LEQ, token.LSS,
		token.LSS, token.LEQ},
	"CONDITIONALS_NEGATION": {token.EQL, token.NEQ, token.NEQ, token.EQL, token.GEQ, token.LSS,
		token.LSS, token.GEQ, token.GTR, token.LEQ, token.LEQ, token.GTR},
	"INCREMENT_DECREMENT": {token.INC, token.DEC, token.DEC, token.INC},
	"INVERT_ASSIGNMENTS": {token.ADD_ASSIGN, token.SUB_ASSIGN, token.SUB_ASSIGN, token.ADD_ASSIGN,
		token.MUL_ASSIGN, token.QUO_ASSIGN, token.QUO_ASSIGN, token.MUL_ASSIGN},
	"INVERT_BITWISE": {token.AND, token.OR, token.OR, token.AND, token.XOR, token.AND,
		token.AND_NOT, token.AND, token.SHL, token.SHR, token.SHR, token.SHL},
	"INVERT_BWASSIGN": {token.AND_ASSIGN, token.OR_ASSIGN, token.OR_ASSIGN, token.AND_ASSIGN,
		token.XOR_ASSIGN, token.AND_ASSIGN, token.AND_NOT_ASSIGN, token.AND_ASSIGN,
		token.SHL_ASSIGN, token.SHR_ASSIGN, token.SHR_ASSIGN, token.SHL_ASSIGN},
	"INVERT_LOGICAL":   {token.LAND, token.LOR, token.LOR, token.LAND},
	"INVERT_LOOPCTRL":  {token.BREAK, token.CONTINUE, token.CONTINUE, token.BREAK},
	"INVERT_NEGATIVES": {token.SUB, token.ADD},
	"REMOVE_SELF_ASSIGNMENTS": {token.ADD_ASSIGN, token.ASSIGN, token.SUB_ASSIGN, token.ASSIGN,
		token.MUL_ASSIGN, token.ASSIGN, token.QUO_ASSIGN, token.ASSIGN, token.REM_ASSIGN,
		token.ASSIGN, token.AND_ASSIGN, token.ASSIGN, token.OR_ASSIGN, token.ASSIGN,
		token.XOR_ASSIGN, token.ASSIGN, token.SHL_ASSIGN, token.ASSIGN, token.SHR_ASSIGN,
		token.ASSIGN, token.AND_NOT_ASSIGN, token.ASSIGN},
}

// A mutant is a package with one token replaced.
type mutant struct {
	kind         string
	line, column int
	file, path   string // from the top, and on this machine
	source       []byte // the mutated file
	mutated      string // the mutated line, without its margins
}

// key is what a judgement names the mutant by: it stays when lines move.
func (m mutant) key() string { return m.file + ": " + m.mutated }

// find makes the mutants of the package in the folder, whose tests stay as they are.
func find(folder, path string) (mutants []mutant, err error) {
	files, err := filepath.Glob(filepath.Join(path, "*.go"))
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, readErr := os.ReadFile(file)
		set := token.NewFileSet()
		tree, parseErr := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
		if err = errors.Join(err, readErr, parseErr); err != nil {
			return nil, err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			from, at := operator(n)
			for kind, tokens := range mutators {
				for pair := range slices.Chunk(tokens, 2) {
					if pair[0] == from {
						m := mutant{
							kind: kind, path: file,
							file: filepath.ToSlash(filepath.Join(folder, filepath.Base(file))),
						}
						m.mutate(text, set.Position(at), pair[0], pair[1])
						mutants = append(mutants, m)
					}
				}
			}
			return true
		})
	}
	slices.SortFunc(mutants, func(a, b mutant) int {
		return cmp.Or(cmp.Compare(a.file, b.file), a.line-b.line, a.column-b.column,
			cmp.Compare(a.kind, b.kind))
	})
	return mutants, err
}

// operator is the token by which a node acts, and where it stands.
func operator(n ast.Node) (token.Token, token.Pos) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		return n.Tok, n.TokPos
	case *ast.BinaryExpr:
		return n.Op, n.OpPos
	case *ast.BranchStmt:
		return n.Tok, n.TokPos
	case *ast.IncDecStmt:
		return n.Tok, n.TokPos
	case *ast.UnaryExpr:
		return n.Op, n.OpPos
	}
	return token.ILLEGAL, token.NoPos
}

// mutate replaces a token of the file.
func (m *mutant) mutate(text []byte, at token.Position, from, to token.Token) {
	m.line, m.column = at.Line, at.Column
	begin, end := at.Offset, at.Offset+len(from.String())
	m.source = slices.Concat(text[:begin], []byte(to.String()), text[end:])
	lines := bytes.Split(m.source, []byte("\n"))
	m.mutated = string(bytes.TrimSpace(lines[m.line-1]))
}

// readJudgements reads what was judged by hand, by the keys of the mutants: lines with the key, a
// tab, and the judgement. That starts with "equivalent:" if no test can notice the mutant, or with
// "endless:" if whoever ran the tests would notice that they do not end.
func readJudgements(name string) (map[string]string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	judged := map[string]string{}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		key, judgement, found := strings.Cut(strings.TrimSpace(line), "\t")
		word, reason, _ := strings.Cut(judgement, ":")
		if !found || reason == "" || word != "equivalent" && word != "endless" {
			return nil, fmt.Errorf("%s:%d: found %q; meant: mutant, tab, equivalent or endless, colon, "+
				"reason", name, n, line)
		}
		judged[key] = judgement
	}
	return judged, nil
}
