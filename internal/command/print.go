package command

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
)

// printWhole prints to w in one piece, and nothing of what fails.
func printWhole(w io.Writer, fill func(b *bytes.Buffer) error) error {
	var b bytes.Buffer
	if err := fill(&b); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// beside is where a command prints what it has to say beside a file that it writes: on standard
// error where the file is standard output.
func beside(c *cobra.Command, file string) io.Writer {
	if outfile.IsStdout(file) {
		return c.ErrOrStderr()
	}
	return c.OutOrStdout()
}

// A form is how a command prints: in one of several formats, the first of them unless --format, or
// --json, chooses another.
type form struct {
	name     string
	asJSON   bool
	jsonName string // of the format that --json chooses
	names    []string
}

// add declares --format and --json.
func (f *form) add(c *cobra.Command, jsonName, about, aboutJSON string, names ...string) {
	c.Flags().StringVar(&f.name, "format", "", about)
	f.addJSON(c, aboutJSON)
	f.jsonName, f.names = jsonName, names
	complete(c, "format", names)
}

// addJSON declares --json, where people and programs have one format each.
func (f *form) addJSON(c *cobra.Command, about string) {
	c.Flags().BoolVar(&f.asJSON, "json", false, about)
	f.jsonName, f.names = "json", []string{"table", "json"}
}

// formats print in the formats that programs read, by name.
type formats map[string]func(io.Writer) error

// print prints in one piece, and nothing of what fails. What people read has the line that repeats
// the command at its end.
func (f *form) print(
	w io.Writer, repeat string, read func(*bytes.Buffer, reports.Format), others formats,
) error {
	if f.name == "" {
		if err := f.settle(); err != nil {
			return err
		}
	}
	return printWhole(w, func(b *bytes.Buffer) error {
		if other, ok := others[f.name]; ok {
			return other(b)
		}
		read(b, f.tableFormat(w))
		fmt.Fprintf(b, "\n%s\n", repeat)
		return nil
	})
}

// settle finds the format.
func (f *form) settle() error {
	switch {
	case f.asJSON && f.name != "" && f.name != f.names[0] && f.name != f.jsonName:
		return fmt.Errorf("either --json or --format %s", f.name)
	case f.asJSON:
		f.name = f.jsonName
	case f.name == "":
		f.name = f.names[0]
	case !slices.Contains(f.names, f.name):
		return fmt.Errorf("found --format %q; meant %s", f.name, unit.Meant(f.name, f.names))
	}
	return nil
}

// isTable reports whether people are to read it.
func (f *form) isTable() bool { return f.name == "table" || f.name == "markdown" }

// tableFormat is how tables are printed to w.
func (f *form) tableFormat(w io.Writer) reports.Format {
	if f.name == "markdown" {
		return reports.Format{Markdown: true}
	}
	return formatFor(w)
}

// elsewhere are the flags that say where something is written: repeating does not depend on them.
var elsewhere = []string{
	"save", "extract", "records", "output", "charts",
	"journal", "rejects", "cache", dashboardFlag, "junit", "github", "watch", "only-failed",
	"on", "creds", "tlsca", "tlscert", "tlskey",
}

// repeatLine is the last line of what is printed: the command that repeats it.
func repeatLine(c *cobra.Command, args []string) string {
	return "repeat: " + repeatCommand(c, args)
}

// repeatCommand is the command line that does again what was done: the arguments, and the flags
// that have a value, typed or by default, but for some.
func repeatCommand(c *cobra.Command, args []string, but ...string) string {
	words := append([]string{c.Name()}, args...)
	c.Flags().VisitAll(func(f *pflag.Flag) {
		standard := slices.Contains([]string{"", "false", "0", "0s", "[]"}, f.DefValue)
		if !f.Changed && standard || slices.Contains(elsewhere, f.Name) || slices.Contains(but, f.Name) {
			return
		}
		list, isList := f.Value.(pflag.SliceValue)
		switch {
		case isList && f.Value.Type() != "stringArray": // of a list with commas
			words = append(words, "--"+f.Name, commaList(list.GetSlice()))
		case isList:
			for _, value := range list.GetSlice() {
				words = append(words, "--"+f.Name, value)
			}
		case f.Value.Type() == "bool":
			words = append(words, "--"+f.Name)
		default:
			words = append(words, "--"+f.Name, f.Value.String())
		}
	})
	return commandLine(words...)
}

// commandLine is the command line of these words, as a shell reads it.
func commandLine(words ...string) string {
	line := []string{"tokenstorm"}
	for _, word := range words {
		if word == "" || strings.ContainsFunc(word, needsQuotes) {
			word = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
		line = append(line, word)
	}
	return strings.Join(line, " ")
}

// needsQuotes reports whether a shell could take the character for something else.
func needsQuotes(r rune) bool {
	plain := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	return !plain && !strings.ContainsRune("_./:=+,@%-", r)
}

// commaList is names as a flag of several takes them: a name with a comma or a quote stands in
// quotes.
func commaList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		if quoted[i] = name; strings.ContainsAny(name, ",\"\n") {
			quoted[i] = `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
		}
	}
	return strings.Join(quoted, ",")
}
