package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// mutators are gremlins' own, each with the tokens that it replaces: from, to, from, to.
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

// A mutant is a package with one token replaced. gremlins' list has its first three members.
type mutant struct {
	Type         string
	Line, Column int
	file, path   string // from the top, and on this machine
	source       []byte // the mutated file
	mutated      string // the mutated line, without its margins
}

// key is what a judgement names the mutant by: it stays when lines move.
func (m mutant) key() string { return m.file + ": " + m.mutated }

// noGo stands in for the go command of gremlins, which would run all tests below the folder to see
// what they cover. It writes an empty profile.
const noGo = `#!/bin/sh
while [ $# -gt 1 ]; do
	[ "$1" = -coverprofile ] && echo 'mode: set' >"$2"
	shift
done
`

// find lets gremlins list the mutants of the package in the folder, and makes each. gremlins copies
// its whole module and looks at every folder below: it is given a module of this package alone.
func find(folder, path, scratch string) ([]mutant, error) {
	alone, output := filepath.Join(scratch, "alone"), filepath.Join(scratch, "mutants.json")
	if err := copySources(path, alone); err != nil {
		return nil, err
	}
	arguments := []string{"unleash", "--dry-run", "--output", output}
	for name := range mutators {
		arguments = append(arguments, "--"+strings.ToLower(strings.ReplaceAll(name, "_", "-")))
	}
	gremlins := exec.Command(filepath.Join(scratch, "gremlins"), arguments...)
	gremlins.Dir = alone
	gremlins.Env = append(os.Environ(), "PATH="+alone+":"+os.Getenv("PATH"))
	if _, err := gremlins.Output(); err != nil {
		return nil, withOutput(err)
	}
	text, err := os.ReadFile(output)
	if err != nil {
		return nil, err
	}
	var list struct {
		Files []struct {
			Name      string `json:"file_name"`
			Mutations []mutant
		}
	}
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, err
	}
	var mutants []mutant
	for _, file := range list.Files {
		for _, m := range file.Mutations {
			m.path = filepath.Join(path, file.Name)
			m.file = filepath.ToSlash(filepath.Join(folder, file.Name))
			changed, err := m.mutate()
			if err != nil {
				return nil, err
			}
			if changed {
				mutants = append(mutants, m)
			}
		}
	}
	slices.SortFunc(mutants, func(a, b mutant) int {
		return cmp.Or(cmp.Compare(a.file, b.file), a.Line-b.Line, a.Column-b.Column,
			cmp.Compare(a.Type, b.Type))
	})
	return mutants, nil
}

// copySources makes a module of the package without its tests, and puts noGo beside it.
func copySources(path, alone string) error {
	if err := errors.Join(os.RemoveAll(alone), os.Mkdir(alone, 0o700)); err != nil {
		return err
	}
	sources, err := filepath.Glob(filepath.Join(path, "*.go"))
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		text, readErr := os.ReadFile(source)
		err = errors.Join(err, readErr,
			os.WriteFile(filepath.Join(alone, filepath.Base(source)), text, 0o600))
	}
	return errors.Join(err,
		os.WriteFile(filepath.Join(alone, "go.mod"), []byte("module alone\n"), 0o600),
		os.WriteFile(filepath.Join(alone, "go"), []byte(noGo), 0o700))
}

// mutate replaces the token. It reports whether there is another: gremlins replaces %= by itself.
func (m *mutant) mutate() (changed bool, err error) {
	text, err := os.ReadFile(m.path)
	if err != nil {
		return false, err
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	line := lines[m.Line-1]
	rest := line[m.Column-1:]
	var from, to string
	for pair := range slices.Chunk(mutators[m.Type], 2) {
		if token := pair[0].String(); len(token) > len(from) && bytes.HasPrefix(rest, []byte(token)) {
			from, to = token, pair[1].String()
		}
	}
	lines[m.Line-1] = slices.Concat(line[:m.Column-1], []byte(to), rest[len(from):])
	m.mutated = string(bytes.TrimSpace(lines[m.Line-1]))
	m.source = bytes.Join(lines, nil)
	return from != "", nil
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
