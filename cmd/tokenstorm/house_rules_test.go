package main

import (
	"go/ast"
	"go/types"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// houseRules are the rules, in the order in which they are checked.
var houseRules = []houseRule{
	{"import_map", houseImportMap},
	{"wall_clock", houseBan(houseClockBans)},
	{"chance", houseBan(houseChanceBans)},
	{"environment", houseBan(houseEnvironmentBans)},
	{"one_thread", houseOneThread},
	{"map_order", houseMapOrder},
	{"portable", housePortable},
	{"function_length", houseFunctionLength},
	{"line_length", houseLineLength},
	{"file_length", houseFileLength},
	{"unfinished", houseUnfinished},
	{"documented", houseDocumented},
	{"names", houseNames},
	{"local_path", houseLocalPath},
	{"one_seed", houseOneSeed},
}

// houseExemptions are the files that may break a rule, each with its reason.
var houseExemptions = []houseExemption{
	{"one_thread", "sim/watchdog.go", "sees from outside that a process blocks for real"},
	{"one_thread", "strategies/on_clock.go", "is the environment for clocks with real goroutines"},
	{"names", "wild/azure_test.go", "azcore wants a credential's method so called"},
	{"chance", "fakecarrier/server/authority.go", "programs trust its key: nobody may guess it"},
	{"wall_clock", "sim/watchdog.go", "and has no other clock to tell that nothing moves"},
}

// The largest sizes the house allows. Columns are characters, a tab being one; a function is what
// stands between its braces.
const (
	houseFunctionLines = 70
	houseLineColumns   = 100
	houseFileLines     = 500
)

// A houseUse is a use of some names of a package, or of the package as such, that is banned.
type houseUse struct {
	pkg     string
	names   []string // nil: whatever it has
	except  []string // of whatever it has
	real    bool     // allowed in rooms that live in real time
	system  bool     // allowed in rooms that speak to the system
	test    bool     // allowed in tests
	virtual bool     // allowed in tests under testing/synctest
	instead string
}

var houseClockBans = []houseUse{
	{
		pkg: "time",
		names: []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer",
			"NewTicker"},
		real: true, virtual: true,
		instead: "take the time as an argument, wait on the environment's Clock, " +
			"and test under testing/synctest",
	},
	{
		pkg: "github.com/benbjohnson/clock", names: []string{"New"}, real: true, test: true,
		instead: "take the clock as an argument",
	},
	{
		pkg: "github.com/jonboulle/clockwork", names: []string{"NewRealClock"},
		real: true, test: true, instead: "take the clock as an argument",
	},
}

var houseChanceBans = []houseUse{
	{pkg: "math/rand", instead: "use math/rand/v2, and draw from a named stream of the seed"},
	{pkg: "crypto/rand", instead: "draw from a named stream of the seed"},
	{pkg: "hash/maphash", instead: "its seed is new in each process: use hash/fnv"},
	{
		pkg: "math/rand/v2",
		except: []string{"New", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "PCG", "ChaCha8",
			"Zipf"},
		instead: "draw from a named stream of the seed: rand.New(rand.NewPCG(…)), or sim's Rand",
	},
}

var houseEnvironmentBans = []houseUse{
	{
		pkg: "os", names: []string{"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Args"},
		system: true, test: true, instead: "read it in cmd and hand it down as an argument",
	},
	{
		pkg: "os", names: []string{"Exit", "Stdin", "Stdout", "Stderr"}, system: true, test: true,
		instead: "take an io.Reader or io.Writer, return an error, and leave the rest to cmd",
	},
}

// houseBan returns the check that none of the uses occurs.
func houseBan(bans []houseUse) func(*houseFile, houseReport) {
	return func(f *houseFile, report houseReport) {
		imports := f.imports()
		_, virtual := imports["synctest"]
		room := f.room()
		bans := slices.DeleteFunc(slices.Clone(bans), func(b houseUse) bool {
			return b.real && room.real && !f.isTest() || b.system && room.system && !f.isTest() ||
				b.test && f.isTest() ||
				b.virtual && f.isTest() && virtual
		})
		f.walk(func(n ast.Node) {
			pkg, name := f.selected(imports, n)
			for _, b := range bans {
				banned := b.names == nil && !slices.Contains(b.except, name) ||
					slices.Contains(b.names, name)
				if b.pkg == pkg && banned {
					report(f.line(n.Pos()), "no %s: %s", types.ExprString(n.(ast.Expr)), b.instead)
				}
			}
		})
	}
}

func houseOneThread(f *houseFile, report houseReport) {
	if room := f.room(); room.real || room.threads || f.isTest() {
		return
	}
	f.walk(func(n ast.Node) {
		switch n.(type) {
		case *ast.GoStmt:
			report(f.line(n.Pos()), "no go statement: start a process with sim's Go, or the Env's Go")
		case *ast.SelectStmt:
			report(f.line(n.Pos()), "no select: wait with sim's Cond or Lock, or the Env's Clock")
		}
	})
}

func houseFunctionLength(f *houseFile, report houseReport) {
	f.walk(func(n ast.Node) {
		d, ok := n.(*ast.FuncDecl)
		if !ok || d.Body == nil {
			return
		}
		if lines := f.line(d.Body.Rbrace) - f.line(d.Body.Lbrace) - 1; lines > houseFunctionLines {
			report(f.line(d.Pos()), "%s has %d lines, %d are allowed: branch in the caller, compute "+
				"in a function below it", d.Name.Name, lines, houseFunctionLines)
		}
	})
}

func houseLineLength(f *houseFile, report houseReport) {
	if !f.isGo() {
		return
	}
	tagged := map[int]bool{}
	f.walk(func(n ast.Node) {
		if field, ok := n.(*ast.Field); ok && field.Tag != nil {
			tagged[f.line(field.Tag.Pos())] = true
		}
	})
	for i, line := range strings.Split(f.text, "\n") {
		unbreakable := tagged[i+1] || strings.Contains(line, "://") || strings.HasPrefix(line, "//go:")
		if n := utf8.RuneCountInString(line); n > houseLineColumns && !unbreakable {
			report(i+1, "%d columns, %d are allowed: break the line", n, houseLineColumns)
		}
	}
}

func houseFileLength(f *houseFile, report houseReport) {
	if n := strings.Count(f.text, "\n"); f.isGo() && n > houseFileLines {
		report(n, "%d lines, %d are allowed: one concept, one file", n, houseFileLines)
	}
}

// houseUnfinishedWord is written in pieces so as not to find itself.
var houseUnfinishedWord = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)

func houseUnfinished(f *houseFile, report houseReport) {
	if written := []string{".go", ".md", ".yaml", ".yml", ".mod", ""}; slices.Contains(written,
		path.Ext(path.Base(f.path))) {
		for i, line := range strings.Split(f.text, "\n") {
			if word := houseUnfinishedWord.FindString(line); word != "" {
				report(i+1, "no %s: do it, or say what does not hold in plain words", word)
			}
		}
	}
	f.walk(func(n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || !f.isTest() {
			return
		}
		selector, ok := call.Fun.(*ast.SelectorExpr)
		if ok && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, selector.Sel.Name) {
			report(f.line(n.Pos()), "no %s: a test runs or is removed", selector.Sel.Name)
		}
	})
}

// houseOwnPath is a path of one machine, or of one person.
var houseOwnPath = regexp.MustCompile(
	`(^|[^A-Za-z0-9_.])((/(tm[p]|hom[e]|roo[t]|wor[k]|User[s]|var/folder[s])/)|(C:\\User[s]))`)

func houseLocalPath(f *houseFile, report houseReport) {
	for i, line := range strings.Split(f.text, "\n") {
		if m := houseOwnPath.FindStringSubmatch(line); m != nil {
			report(i+1, "%s is a path of one machine: use t.TempDir(), a flag or a relative path", m[2])
		}
	}
}

// houseOneSeed holds property tests to one seed: one test of the folder imports it for all.
func houseOneSeed(f *houseFile, report houseReport) {
	const properties, seed = `"pgregory.net/rapid"`, `"` + houseModule + `/internal/oneseed"`
	find := func(f *houseFile, path string) int {
		return slices.IndexFunc(f.syntax.Imports, func(spec *ast.ImportSpec) bool {
			return spec.Path.Value == path
		})
	}
	if !f.isGo() || !f.isTest() {
		return
	}
	seeded := slices.ContainsFunc(f.folder, func(f *houseFile) bool {
		return f.isTest() && find(f, seed) >= 0
	})
	if i := find(f, properties); i >= 0 && !seeded {
		report(f.line(f.syntax.Imports[i].Pos()),
			"no rapid without internal/oneseed: import it, too, in a test of this folder")
	}
}
