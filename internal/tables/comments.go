package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/schema"
)

// commentsFile is where the comments stand that schemas have for descriptions.
const commentsFile = "internal/schema/comments.txt"

// comments are those of the structs that printed JSON is made of, and of their fields, one a line,
// read from the source below a folder.
func comments(folder string) (string, error) {
	wanted := map[string][]string{} // names of structs, by package
	for _, t := range schema.Structs() {
		of := strings.TrimPrefix(t.PkgPath(), schema.Module)
		name, _, _ := strings.Cut(t.Name(), "[")
		wanted[of] = append(wanted[of], name)
	}
	var lines []string
	for of, names := range wanted {
		files, err := filepath.Glob(filepath.Join(folder, of, "*.go"))
		if err != nil {
			return "", err
		}
		for _, file := range files {
			syntax, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
			if err != nil {
				return "", err
			}
			lines = append(lines, commentsOf(of, names, syntax)...)
		}
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), ""), nil
}

// commentsOf are the comments of the structs of these names that a file of a package has.
func commentsOf(of string, names []string, file *ast.File) (lines []string) {
	add := func(key string, groups ...*ast.CommentGroup) {
		var words []string
		for _, group := range groups {
			words = append(words, strings.Fields(group.Text())...)
		}
		if len(words) > 0 {
			lines = append(lines, fmt.Sprintf("%s.%s\t%s\n", of, key, strings.Join(words, " ")))
		}
	}
	for _, decl := range file.Decls {
		types, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range types.Specs {
			named, ok := spec.(*ast.TypeSpec)
			if !ok || !slices.Contains(names, named.Name.Name) {
				continue
			}
			add(named.Name.Name, types.Doc, named.Doc)
			fields, ok := named.Type.(*ast.StructType)
			if !ok {
				continue
			}
			for _, field := range fields.Fields.List {
				for _, name := range field.Names {
					if tag := field.Tag; tag != nil && reflect.StructTag(strings.Trim(tag.Value, "`")).
						Get("json") != "-" {
						add(named.Name.Name+"."+name.Name, field.Doc, field.Comment)
					}
				}
			}
		}
	}
	return lines
}
