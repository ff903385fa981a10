package main

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	houseFileName   = regexp.MustCompile(`^[a-z0-9_]+\.go$`)
	houseFolderName = regexp.MustCompile(`^[a-z0-9]+$`)
	houseEmptyName  = regexp.MustCompile(
		`^(utils?|common|helpers?|internal|pkg|base|misc|shared|lib|types|models|testutils?)$`)
	houseEmptyType = regexp.MustCompile(`(Manager|Helper|Util|Utils|Base|Impl)$`)
	houseGetter    = regexp.MustCompile(`^[gG]et[A-Z]`)
)

// houseNames wants names that say what a thing is.
func houseNames(f *houseFile, report houseReport) {
	if !f.isGo() {
		return
	}
	if !houseFileName.MatchString(path.Base(f.path)) {
		report(1, "file names are lower_case.go")
	}
	for folder := range strings.SplitSeq(path.Dir(f.path), "/") {
		if folder != "." && !houseFolderName.MatchString(folder) {
			report(1, "folder %s: folder names are one word in lower case", folder)
		}
		if houseEmptyName.MatchString(folder) && folder != "internal" { // which Go knows
			report(1, "folder %s says nothing: name it after the concept it holds", folder)
		}
	}
	if name := f.syntax.Name.Name; houseEmptyName.MatchString(name) {
		report(f.line(f.syntax.Name.Pos()), "package %s says nothing: name it after its concept", name)
	}
	f.walk(func(n ast.Node) {
		switch d := n.(type) {
		case *ast.TypeSpec:
			if houseEmptyType.MatchString(d.Name.Name) {
				report(f.line(d.Pos()), "type %s: name it after what it is", d.Name.Name)
			}
		case *ast.FuncDecl:
			if houseGetter.MatchString(d.Name.Name) {
				report(f.line(d.Pos()), "%s: leave out the get", d.Name.Name)
			}
		}
	})
}

// houseKnownMethods need no comment: their interface has it.
var houseKnownMethods = []string{"Error", "String", "Unwrap", "Is", "As", "Len", "Less", "Swap",
	"Push", "Pop", "Read", "Write", "Close", "ServeHTTP", "RoundTrip", "MarshalText", "MarshalJSON",
	"MarshalYAML", "UnmarshalText", "UnmarshalJSON", "UnmarshalYAML"}

// houseDocumented wants a comment on all that is exported, and one package comment per package.
func houseDocumented(f *houseFile, report houseReport) {
	if !f.isGo() || f.isTest() {
		return
	}
	documented := func(g *houseFile) bool { return g.syntax.Doc != nil }
	first := slices.IndexFunc(f.folder, func(g *houseFile) bool { return !g.isTest() })
	if f == f.folder[first] && f.top() != "" && !slices.ContainsFunc(f.folder, documented) {
		report(f.line(f.syntax.Package), "package %s has no comment: say in one sentence what it is",
			f.syntax.Name.Name)
	}
	for _, decl := range f.syntax.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if houseIsPublic(d) {
				houseDoc(f, d.Name, report, d.Doc)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				houseDocumentedSpec(f, d, spec, report)
			}
		}
	}
}

// houseIsPublic reports whether the function is in the package's documentation.
func houseIsPublic(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return d.Name.IsExported()
	}
	receiver := d.Recv.List[0].Type
	for {
		switch r := receiver.(type) {
		case *ast.StarExpr:
			receiver = r.X
			continue
		case *ast.IndexExpr:
			receiver = r.X
			continue
		case *ast.IndexListExpr:
			receiver = r.X
			continue
		}
		break
	}
	name, ok := receiver.(*ast.Ident)
	return ok && name.IsExported() && d.Name.IsExported() &&
		!slices.Contains(houseKnownMethods, d.Name.Name)
}

func houseDocumentedSpec(f *houseFile, d *ast.GenDecl, spec ast.Spec, report houseReport) {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Doc != nil {
			houseDoc(f, s.Name, report, s.Doc)
		} else {
			houseDoc(f, s.Name, report, d.Doc)
		}
	case *ast.ValueSpec:
		for _, name := range s.Names {
			if name.IsExported() && s.Doc == nil && s.Comment == nil && d.Doc == nil {
				report(f.line(name.Pos()), "%s has no comment: say what it is, its unit and its source",
					name.Name)
			}
		}
	}
}

// houseDoc wants a comment that begins with the name, after an article if need be.
func houseDoc(f *houseFile, name *ast.Ident, report houseReport, doc *ast.CommentGroup) {
	if !token.IsExported(name.Name) {
		return
	}
	if doc == nil {
		report(f.line(name.Pos()), "%s has no comment: say what it is, its units and its errors",
			name.Name)
		return
	}
	text := doc.Text()
	for _, article := range []string{"A ", "An ", "The "} {
		text = strings.TrimPrefix(text, article)
	}
	if !strings.HasPrefix(text, name.Name) {
		report(f.line(doc.Pos()), "the comment of %s begins with its name", name.Name)
	}
}
