package main

import (
	"bytes"
	"embed"
	"flag"
	"io"
	"strings"
	"text/template"

	"github.com/tokenstorm/tokenstorm/tools/release/platform"
)

//go:embed completions
var fakecarrierScripts embed.FS

// A shell is one that completes what is typed.
type shell struct {
	name       string
	file       string // of the program %
	tokenstorm func(io.Writer) error
}

func shells() []shell {
	storm := tokenstorm()
	return []shell{
		{"bash", "%", func(w io.Writer) error { return storm.GenBashCompletionV2(w, true) }},
		{"zsh", "_%", storm.GenZshCompletion},
		{"fish", "%.fish", func(w io.Writer) error { return storm.GenFishCompletion(w, true) }},
		{"powershell", "%.ps1", storm.GenPowerShellCompletionWithDesc},
	}
}

// completions are the scripts of each shell. Those of tokenstorm ask the program, those of
// fakecarrier have its flags.
func completions() (scripts []file, err error) {
	for _, s := range shells() {
		var storm, carrier bytes.Buffer
		if err := s.tokenstorm(&storm); err != nil {
			return nil, err
		}
		if err := s.fakecarrier(&carrier); err != nil {
			return nil, err
		}
		for i, script := range [][]byte{storm.Bytes(), carrier.Bytes()} {
			name := "completions/" + s.name + "/" + strings.ReplaceAll(s.file, "%", platform.Programs[i])
			scripts = append(scripts, file{name, 0o644, script})
		}
	}
	return scripts, nil
}

// fakecarrier writes the script of fakecarrier from the shell's template.
func (s shell) fakecarrier(w io.Writer) error {
	t, err := template.New(s.name).Funcs(template.FuncMap{
		"single": func(text string) string { return strings.ReplaceAll(text, "'", `'\''`) },
		"double": func(text string) string { return strings.ReplaceAll(text, "'", "''") },
		"fish":   func(text string) string { return strings.ReplaceAll(text, "'", `\'`) },
		"spec":   strings.NewReplacer("[", `\[`, "]", `\]`, ":", `\:`).Replace,
	}).ParseFS(fakecarrierScripts, "completions/"+s.name)
	if err != nil {
		return err
	}
	return t.ExecuteTemplate(w, s.name, scriptFlags())
}

// A scriptFlag is a flag as the templates want it.
type scriptFlag struct{ Name, Value, About string }

func scriptFlags() (flags []scriptFlag) {
	fakecarrierFlags().VisitAll(func(f *flag.Flag) {
		value, usage := flag.UnquoteUsage(f)
		about, _, _ := strings.Cut(strings.Join(strings.Fields(usage), " "), ";")
		flags = append(flags, scriptFlag{f.Name, value, about})
	})
	return flags
}
