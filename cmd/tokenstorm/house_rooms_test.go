package main

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// A houseRoom is what a package, or all packages below a folder, may do.
type houseRoom struct {
	imports []string // packages of ours; one that ends in /... stands for all below it, and itself
	tests   []string // what its tests may import besides, and besides what lies in the same top folder
	run     bool     // what it computes enters a run
	real    bool     // lives in real time: has the wall clock and goroutines
	threads bool     // has goroutines, but is given its clock
	system  bool     // has arguments, environment, standard input and output, an exit code
	outside bool     // a module of its own
}

// houseRooms are the rooms by path. A package is in the one with the longest path; one that has
// none holds no Go.
var houseRooms = map[string]houseRoom{
	"sim":     {run: true},
	"sim/...": {imports: []string{"sim", "internal/portable"}, run: true},

	"fakecarrier": {
		imports: []string{"fakecarrier/published", "fakecarrier/quota", "fakecarrier/throttle",
			"fakecarrier/wire", "internal/..."}, run: true,
	},
	"fakecarrier/wire":      {imports: []string{"internal/unit"}, run: true},
	"fakecarrier/published": {imports: []string{"fakecarrier/wire"}, run: true},
	"fakecarrier/reply": {
		imports: []string{"fakecarrier/wire", "internal/unit"}, threads: true,
	},
	"fakecarrier/testdata/...": { // carriers for tests, as somebody else would write them
		imports: []string{"fakecarrier", "fakecarrier/quota", "fakecarrier/throttle",
			"fakecarrier/wire"},
	},
	"fakecarrier/quota": {
		imports: []string{"internal/portable", "internal/unit"}, run: true,
	},
	"fakecarrier/throttle": {
		imports: []string{"fakecarrier/quota", "internal/unit"}, run: true,
	},
	"fakecarrier/front": {
		imports: []string{"fakecarrier", "fakecarrier/quota", "fakecarrier/reply",
			"fakecarrier/stubs", "fakecarrier/throttle", "fakecarrier/wire", "internal/..."},
		threads: true,
	},
	"fakecarrier/record": {
		imports: []string{"fakecarrier/reply", "fakecarrier/stubs", "fakecarrier/wire", "internal/..."},
		threads: true,
	},
	"fakecarrier/stubs": {
		imports: []string{"fakecarrier/reply", "fakecarrier/wire", "internal/..."},
	},
	"fakecarrier/terms": {
		imports: []string{"fakecarrier", "fakecarrier/quota", "fakecarrier/throttle", "internal/..."},
		run:     true,
	},
	"fakecarrier/server": {
		imports: []string{"fakecarrier", "fakecarrier/quota", "fakecarrier/throttle",
			"fakecarrier/record", "fakecarrier/stubs", "fakecarrier/terms", "fakecarrier/wire",
			"fakecarrier/front",
			"internal/..."},
		threads: true,
	},
	"fakecarrier/carriertest": {
		imports: []string{"fakecarrier", "fakecarrier/quota", "fakecarrier/throttle",
			"fakecarrier/front"},
	},

	"strategies":           {tests: []string{"internal/portable"}, run: true},
	"strategies/spec":      {imports: []string{"strategies", "internal/..."}, run: true},
	"strategies/oauth":     {imports: []string{"strategies"}, tests: []string{"fakecarrier/..."}},
	"strategies/oauth/...": {imports: []string{"strategies", "strategies/oauth"}},
	"strategies/redisstore": {
		imports: []string{"strategies"}, tests: []string{"internal/redisserver"}, real: true,
	},
	"strategies/filestore": {
		imports: []string{"strategies", "internal/outfile"}, tests: []string{"strategies/oauth"},
		real: true, system: true,
	},
	"strategies/languages": {tests: []string{"fakecarrier/...", "internal/redisserver"}},
	"strategies/observe":   {imports: []string{"strategies"}},
	"strategies/conformance": {
		imports: []string{"strategies", "strategies/spec"},
	},

	"logs":          {imports: []string{"internal/..."}},
	"logs/standing": {imports: []string{"logs", "fakecarrier/quota"}},
	"logs/infer": {
		imports: []string{"fakecarrier/quota", "fakecarrier/throttle"},
		tests:   []string{"fakecarrier"},
	},

	"scenarios":          houseOfScenarios,
	"scenarios/faults":   houseOfScenarios,
	"scenarios/fit":      houseOfScenarios,
	"scenarios/measure":  houseOfScenarios,
	"scenarios/workload": houseOfScenarios,
	"scenarios/world":    houseOfScenarios,
	"scenarios/study": {
		imports: houseBelowScenarios, tests: []string{"strategies/conformance"},
	},
	"scenarios/study/cells":   {imports: houseBelowScenarios},
	"scenarios/study/archive": {imports: houseBelowScenarios},
	"scenarios/study/cluster": {imports: houseBelowScenarios, real: true},
	"scenarios/strategytest": {
		imports: append(houseBelowScenarios, "strategies/conformance", "strategies/oauth",
			"fakecarrier/front", "fakecarrier/carriertest"),
		real: true,
	},
	"scenarios/strategytest/broken": {imports: houseBelowScenarios},
	"scenarios/graveyard":           {imports: houseBelowScenarios},
	"scenarios/hunt":                {imports: houseBelowScenarios, run: true},
	"scenarios/hunt/planted":        {imports: houseBelowScenarios},
	"scenarios/prove":               {imports: houseBelowScenarios},
	"scenarios/rare":                {imports: houseBelowScenarios},
	"scenarios/scenariotest":        {imports: append(houseBelowScenarios, "fakecarrier/carriertest")},
	"scenarios/drive": {
		imports: append(houseBelowScenarios, "fakecarrier/front", "fakecarrier/server",
			"strategies/oauth"),
		tests: []string{"fakecarrier/testdata/..."}, real: true,
	},

	"reports": {imports: append(houseBelowScenarios, "scenarios/drive", "scenarios/hunt",
		"scenarios/prove", "scenarios/rare", "scenarios/study/cells",
		"reports/drawing", "reports/lineage", "logs/standing", "logs/infer")},
	"reports/drawing": {imports: []string{"internal/..."}},
	"reports/...": {
		imports: append(houseBelowScenarios, "scenarios/drive", "reports/..."),
	},

	"":                 {imports: []string{"..."}, real: true, system: true},
	"cmd/...":          {imports: []string{"..."}, real: true, system: true},
	"internal/command": {imports: []string{"..."}, real: true, system: true},
	"internal/tables":  {imports: []string{"..."}, real: true, system: true},
	"wild":             {imports: []string{"..."}, outside: true},
	"tools/...":        {system: true, outside: true},
	"deploy":           {system: true, outside: true},
	"tools/release":    {imports: []string{"..."}, system: true, outside: true},
	"tools/cluster":    {real: true, system: true, outside: true},
	"tools/engines":    {imports: []string{"tools/machine"}, real: true, system: true, outside: true},
	"tools/served":     {real: true, system: true, outside: true},
	"tools/growth":     {imports: []string{"tools/machine"}, real: true, system: true, outside: true},

	"internal/dashboard": {
		imports: []string{"scenarios/study", "internal/schema", "internal/unit"},
		tests:   []string{"scenarios/measure"}, real: true,
	},

	"internal/chance":      {imports: []string{"internal/portable", "internal/unit"}, run: true},
	"internal/driven":      {},
	"internal/oneseed":     {},
	"internal/redisserver": {},
	"internal/schema":      {},
	"internal/strict":      {imports: []string{"internal/schema", "internal/unit"}, run: true},
	"internal/...":         {imports: []string{"internal/unit"}, run: true},
}

// houseBelowScenarios are the leaves that scenarios join, and the rooms of scenarios themselves,
// whose order the compiler sees to.
var houseBelowScenarios = slices.Clip([]string{"sim/...", "fakecarrier", "fakecarrier/quota",
	"fakecarrier/terms", "fakecarrier/throttle", "fakecarrier/wire", "strategies",
	"strategies/spec", "internal/...", "logs", "scenarios", "scenarios/faults", "scenarios/fit",
	"scenarios/measure", "scenarios/workload", "scenarios/world", "scenarios/study"})

// houseOfScenarios is a room of scenarios that needs no sockets.
var houseOfScenarios = houseRoom{
	imports: houseBelowScenarios, tests: []string{"strategies/conformance"}, run: true,
}

// room returns the room of the file.
func (f *houseFile) room() houseRoom {
	room, _ := houseRoomOf(f.folderPath())
	return room
}

func houseRoomOf(folder string) (room houseRoom, known bool) {
	if room, known = houseRooms[folder]; known {
		return room, true
	}
	for ; folder != "."; folder = path.Dir(folder) {
		if room, known = houseRooms[folder+"/..."]; known {
			return room, true
		}
	}
	return houseRoom{}, false
}

// folderPath returns the path of the file's package, empty at the top.
func (f *houseFile) folderPath() string {
	if folder := path.Dir(f.path); folder != "." {
		return folder
	}
	return ""
}

const houseModule = "github.com/tokenstorm/tokenstorm"

func houseImportMap(f *houseFile, report houseReport) {
	if !f.isGo() {
		return
	}
	room, known := houseRoomOf(f.folderPath())
	if !known {
		report(1, "no room has this path: move it to the room of its concept, or add the room to "+
			"houseRooms")
		return
	}
	for _, spec := range f.syntax.Imports {
		if spec.Name != nil && spec.Name.Name == "." {
			report(f.line(spec.Pos()), "a dot import hides where names come from: import by name")
		}
		imported := strings.Trim(spec.Path.Value, `"`)
		ours, ok := strings.CutPrefix(imported+"/", houseModule+"/")
		if ours = strings.TrimSuffix(ours, "/"); !ok || houseMayImport(f, room, ours) {
			continue
		}
		report(f.line(spec.Pos()), "%s may not import %s: join them above, scenarios joins the "+
			"leaves, reports prints, commands run", cmp.Or(f.folderPath(), "the top"), ours)
	}
}

// houseMayImport reports whether the file may import the package of ours.
func houseMayImport(f *houseFile, room houseRoom, ours string) bool {
	allowed := room.imports
	if f.isTest() {
		allowed = slices.Concat(allowed, room.tests, []string{"internal/oneseed"})
		if f.top() != "" {
			allowed = append(allowed, f.top()+"/...")
		}
	}
	if slices.ContainsFunc([]string{"cmd/", "wild/", "internal/outside/"}, func(nobodys string) bool {
		return strings.HasPrefix(ours+"/", nobodys)
	}) {
		return false
	}
	return ours == f.folderPath() || slices.ContainsFunc(allowed, func(pattern string) bool {
		below, all := strings.CutSuffix(pattern, "...")
		commands := pattern == "internal/..." && ours == "internal/command" // are on top of all
		return pattern == ours || all && strings.HasPrefix(ours+"/", below) && !commands
	})
}
