package command

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/schema"
)

var update = flag.Bool("update", false, "write the goldens anew")

// numbersFile has a line for each format: its name, its number, and the sum of its schema.
var numbersFile = filepath.Join("testdata", "schemas", "numbers.txt")

// A schema that changes gets a new number: programs that read what we print know it by that.
func TestSchemaThatChangesGetsANewNumber(t *testing.T) {
	kept := map[string]string{}
	text, err := os.ReadFile(numbersFile)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		name, _, _ := strings.Cut(line, " ")
		kept[name] = line
	}
	var lines []string
	for _, f := range schema.Formats() {
		line := fmt.Sprintf("%s %d %s\n", f.Name, f.Number, shapeSum(t, f))
		require.NoError(t, numberError(kept[f.Name], line))
		lines = append(lines, line)
	}
	if *update {
		require.NoError(t, os.WriteFile(numbersFile, []byte(strings.Join(lines, "")), 0o644))
	} else {
		require.Equal(t, string(text), strings.Join(lines, ""), "`make golden` notes new numbers")
	}
}

// numberError is the error of a format whose schema is not as it was kept, and whose number is.
func numberError(kept, now string) error {
	var name, oldSum, newSum string
	var oldNumber, newNumber int
	if _, err := fmt.Sscan(kept, &name, &oldNumber, &oldSum); err != nil {
		return nil // there was none
	}
	if _, err := fmt.Sscan(now, &name, &newNumber, &newSum); err != nil {
		return err
	}
	if newNumber < oldNumber || newNumber == oldNumber && newSum != oldSum {
		return fmt.Errorf("the schema of %q has changed, and its number is %d: raise format %d of %q, "+
			"and write it into CHANGELOG.md", name, newNumber, oldNumber, name)
	}
	return nil
}

func TestNumberError(t *testing.T) {
	for _, test := range []struct{ kept, now, want string }{
		{"", "study 1 aa\n", ""},
		{"study 1 aa\n", "study 1 aa\n", ""},
		{"study 1 aa\n", "study 2 bb\n", ""},
		{"study 1 aa\n", "study 1 bb\n", "raise format 1 of \"study\", and write it into CHANGELOG.md"},
		{"study 2 aa\n", "study 1 bb\n", "raise format 2"},
	} {
		if err := numberError(test.kept, test.now); test.want == "" {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, test.want)
		}
	}
}

// shapeSum is the sum of a schema without its words.
func shapeSum(t *testing.T, f *schema.Format) string {
	text, err := f.Schema().Text()
	require.NoError(t, err)
	var value any
	require.NoError(t, json.Unmarshal(text, &value))
	shape, err := json.Marshal(withoutWords(value))
	require.NoError(t, err)
	sum := sha256.Sum256(shape)
	return hex.EncodeToString(sum[:8])
}

func withoutWords(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for _, key := range []string{"description", "title"} {
			if _, isText := v[key].(string); isText {
				delete(v, key)
			}
		}
		for key := range v {
			v[key] = withoutWords(v[key])
		}
	case []any:
		for i := range v {
			v[i] = withoutWords(v[i])
		}
	}
	return value
}

// Each schema is a golden, in full.
func TestSchemasOfWhatIsPrinted(t *testing.T) {
	for _, f := range schema.Formats() {
		text, err := f.Schema().Text()
		require.NoError(t, err)
		golden := filepath.Join("testdata", "schemas", f.Name+".json")
		if *update {
			require.NoError(t, os.WriteFile(golden, text, 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err, "`make golden` writes it")
		require.Equal(t, string(want), string(text), "%s: `make golden` writes it anew", golden)
	}
}

// A command that prints JSON has its schema.
func TestEveryCommandThatPrintsJSONHasASchema(t *testing.T) {
	printing := 0
	for _, c := range Commands() {
		if c.Flags().Lookup("json") == nil {
			continue
		}
		printing++
		_, err := formatOf(c.Name())
		require.NoError(t, err, "%s has --json: register what it prints by schema.Object", c.Name())
	}
	require.GreaterOrEqual(t, printing, 11)
	for _, f := range schema.Formats() {
		for _, name := range f.Commands {
			c, _, err := newRoot().Find([]string{name})
			require.NoError(t, err)
			require.NotNil(t, c.Flags().Lookup("json"), "%s has no --json", name)
		}
	}
}
