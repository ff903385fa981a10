package scenarios

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
)

// A mistakeEntry is one of testdata/mistakes/list.txt: what is changed in sound.yaml, one change a
// line as "what stands there => what is put there instead"; whether the reader alone can see it,
// and why; and what is reported.
type mistakeEntry struct {
	changes    []string
	readerOnly string // why a schema cannot see it
	reported   []string
}

const readerOnly = "reader only: "

func readMistakes(t *testing.T) (sound string, list []mistakeEntry) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "mistakes", "sound.yaml"))
	require.NoError(t, err)
	entries, err := os.ReadFile(filepath.Join("testdata", "mistakes", "list.txt"))
	require.NoError(t, err)
	for entry := range strings.SplitSeq(strings.TrimSpace(string(entries)), "\n\n") {
		var m mistakeEntry
		for line := range strings.SplitSeq(entry, "\n") {
			why, only := strings.CutPrefix(line, readerOnly)
			switch {
			case strings.Contains(line, " => "):
				m.changes = append(m.changes, line)
			case only:
				m.readerOnly = why
			default:
				m.reported = append(m.reported, line)
			}
		}
		list = append(list, m)
	}
	return string(text), list
}

// broken is the scenario with the mistake in it.
func (m *mistakeEntry) broken(t *testing.T, sound string) string {
	t.Helper()
	unescape := strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\t`, "\t")
	for _, change := range m.changes {
		before, after, _ := strings.Cut(change, " => ")
		before = unescape.Replace(before)
		require.Equal(t, 1, strings.Count(sound, before), "%q must stand in sound.yaml once", before)
		sound = strings.Replace(sound, before, unescape.Replace(after), 1)
	}
	return sound
}

// registeredNames replaces each list of what is registered by a word, so that an addition changes
// no line of list.txt.
func registeredNames() *strings.Replacer {
	var words []string
	for word, names := range map[string][]string{
		"FAULTS": faults.Names(), "LOADS": workload.Names(), "CARRIERS": fakecarrier.Profiles(),
		"READINGS": throttle.Named(),
	} {
		words = append(words, strings.Join(names, ", "), word)
	}
	return strings.NewReplacer(words...)
}

// What the reader refuses, it refuses with its place, and the schema refuses it too.
func TestMistakesOfAllKinds(t *testing.T) {
	t.Parallel()
	sound, list := readMistakes(t)
	require.GreaterOrEqual(t, len(list), 150)
	_, err := Parse("m", []byte(sound))
	require.NoError(t, err)
	schema := compiledSchema(t)
	require.NoError(t, schema.Validate(asJSON(t, []byte(sound))))
	var anew []string
	names := registeredNames()
	update := flag.Lookup("update").Value.String() == "true"
	for _, m := range list {
		text := m.broken(t, sound)
		_, err := Parse("m", []byte(text))
		if err == nil {
			t.Errorf("%s is taken", m.changes)
			continue
		}
		reported := strings.Split(names.Replace(strings.TrimPrefix(err.Error(), "m:")), "\nm:")
		if !update {
			assert.Equal(t, m.reported, reported, "%s; `make golden` writes the list anew", m.changes)
		}
		entry := strings.Join(m.changes, "\n")
		if m.readerOnly != "" {
			entry += "\n" + readerOnly + m.readerOnly
		} else if data, err := yaml.YAMLToJSON([]byte(text)); assert.NoError(t, err, m.changes) {
			assert.Error(t, schema.Validate(asJSON(t, data)), "the schema takes %s", m.changes)
		}
		anew = append(anew, entry+"\n"+strings.Join(reported, "\n"))
	}
	if update && !t.Failed() {
		file := filepath.Join("testdata", "mistakes", "list.txt")
		require.NoError(t, os.WriteFile(file, []byte(strings.Join(anew, "\n\n")+"\n"), 0o644))
	}
}
