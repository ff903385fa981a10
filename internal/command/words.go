package command

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// meantBy says what a flag of this type wants.
var meantBy = map[string]string{
	"int": "a whole number", "uint64": "a whole number of at least 0", "float64": "a number",
	"duration": unit.MeantDuration, "bool": "true or false", "string": "a value",
	"boolFunc": "true or false", "durationSlice": "lengths of time with commas between them",
	"stringSlice": `names with commas between them, one with a comma or a quote in "quotes"`,
	"stringArray": "a value",
}

// explainFlag turns an error of the flag library into one that says what was found and meant.
func explainFlag(c *cobra.Command, err error) error {
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return explainUnknown(c, e)
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return fmt.Errorf("found --%s without a value; meant %s", e.GetFlag().Name, meant(e.GetFlag()))
	}
	if e, ok := errors.AsType[*pflag.InvalidSyntaxError](err); ok {
		return fmt.Errorf("found %s; meant --NAME VALUE, or --NAME=VALUE", e.GetSpecifiedFlag())
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return fmt.Errorf("found --%s %q; meant %s", e.GetFlag().Name, e.GetValue(), meant(e.GetFlag()))
	}
	return err
}

func meant(f *pflag.Flag) string {
	if words, ok := meantBy[f.Value.Type()]; ok {
		return words
	}
	return "another value; " + f.Usage
}

// explainUnknown names the flags that were probably meant, or the commands that have this one.
func explainUnknown(c *cobra.Command, e *pflag.NotExistError) error {
	flag := "--" + e.GetSpecifiedName()
	if e.GetSpecifiedShortnames() != "" {
		flag = "-" + e.GetSpecifiedName()
	}
	var known, others []string
	c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, "--"+f.Name) })
	for _, other := range c.Root().Commands() {
		if other.Flags().Lookup(e.GetSpecifiedName()) != nil {
			others = append(others, other.Name())
		}
	}
	var hints []string
	near := unit.Nearest(flag, known)
	if len(near) == 0 { // --strategy for --strategies
		near = slices.DeleteFunc(known, func(k string) bool { return !sameStem(flag, k) })
	}
	if len(near) > 0 {
		hints = append(hints, "meant "+unit.Or(near))
	}
	if len(others) > 0 {
		hints = append(hints, "it is a flag of "+unit.Or(others))
	}
	if len(hints) == 0 {
		hints = append(hints, fmt.Sprintf("`%s --help` lists its flags", c.CommandPath()))
	}
	return fmt.Errorf("found the unknown flag %s; %s", flag, strings.Join(hints, "; "))
}

// sameStem reports whether words are alike but for their endings, as one and several of a thing
// are.
func sameStem(a, b string) bool {
	const fewest = 5 // letters, behind the two dashes
	n := min(len(a), len(b)) - 1
	return n >= fewest+len("--") && a[:n] == b[:n]
}

// noCommand is the error of a first word that is no command; nil where it is one.
func noCommand(root *cobra.Command, words []string) error {
	if _, _, err := root.Find(words); err == nil {
		return nil
	}
	var known []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			known = append(known, c.Name())
		}
	}
	i := slices.IndexFunc(words, func(word string) bool { return !strings.HasPrefix(word, "-") })
	if i < 0 {
		return nil
	}
	return fmt.Errorf("found the unknown command %q; meant %s", words[i], unit.Meant(words[i], known))
}

// noEmptyValues refuses flags that are given, and given nothing: what they stand for if absent is
// not what was asked for.
func noEmptyValues(c *cobra.Command, _ []string) error {
	var err error
	c.Flags().Visit(func(f *pflag.Flag) {
		list, isList := f.Value.(pflag.SliceValue)
		empty := isList && len(list.GetSlice()) == 0 ||
			f.Value.Type() == "string" && f.Value.String() == ""
		if err == nil && empty {
			err = fmt.Errorf("--%s is empty; meant a value", f.Name)
		}
	})
	return err
}

// takes demands so many words behind the command's name, at least and at most; the error names what
// they are.
func takes(least, most int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return fmt.Errorf("%s takes %s, not %s", c.Name(), what,
				unit.Counted(len(args), "argument"))
		}
		return nil
	}
}
