package command

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// What help calls the value of a flag, by what the flag library calls its type; a word in
// backquotes in the flag's usage comes first.
var valueWords = map[string]string{
	"string": "value", "stringArray": "value", "stringSlice": "list", "durationSlice": "list",
	"int": "number", "uint64": "number", "float64": "number", "duration": "length",
	"bool": "", "boolFunc": "",
}

func init() { cobra.AddTemplateFunc("plainFlags", plainFlags) }

// plainHelp lets help name values in words, and not by the types of Go.
func plainHelp(root *cobra.Command) {
	template := root.UsageTemplate()
	for _, flags := range []string{".LocalFlags", ".InheritedFlags"} {
		template = strings.ReplaceAll(template, flags+".FlagUsages", "plainFlags "+flags)
	}
	root.SetUsageTemplate(template)
}

// plainFlags is what help prints of flags.
func plainFlags(of *pflag.FlagSet) string {
	plain := pflag.NewFlagSet("", pflag.ContinueOnError)
	plain.SortFlags = of.SortFlags
	of.VisitAll(func(f *pflag.Flag) {
		like := *f
		like.Value = described{f.Value, wordOf(f)}
		like.NoOptDefVal = ""
		if _, list := f.Value.(pflag.SliceValue); list {
			like.DefValue = strings.Trim(f.DefValue, "[]")
		} else if f.DefValue == "0s" {
			like.DefValue = "" // which help leaves out
		}
		plain.AddFlag(&like)
	})
	return plain.FlagUsages()
}

// wordOf is what help calls the flag's value.
func wordOf(f *pflag.Flag) string {
	word, known := valueWords[f.Value.Type()]
	switch kind := f.Annotations[writes]; {
	case kind != nil && f.Name != dashboardFlag:
		return kind[0]
	case !known:
		return f.Value.Type()
	case f.NoOptDefVal != "" && word != "":
		return "[" + word + "]" // the flag may stand without it
	}
	return word
}

// A described value is called something else than its type.
type described struct {
	pflag.Value
	word string
}

// Type is what it is called.
func (d described) Type() string { return d.word }
