package spec

import (
	"encoding/json"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// An object is one of JSON; its keys are written in order.
type object map[string]any

// Schema returns the JSON Schema of strategy files, with the parts that are registered.
func Schema() ([]byte, error) {
	var entries []any
	for _, k := range strategies.Kinds() {
		settings, required := settingsSchema(k.Part)
		named := object{
			"type": "object", "additionalProperties": false, "required": []string{k.Name},
			"properties": object{k.Name: settings},
		}
		entries = append(entries, named)
		if !required {
			entries = append(entries, object{"const": k.Name, "description": k.About})
			settings["type"] = []string{"object", "null"}
		}
		settings["description"] = k.About
	}
	root := object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "A strategy of tokenstorm",
		"type":    "object", "additionalProperties": false, "required": []string{"parts"},
		"properties": object{
			"format": object{"const": 1, "description": "The format of the file."},
			"about":  object{"type": "string", "description": "What the strategy does."},
			"parts": object{
				"type": "array", "description": "Its parts, outermost first.", "minItems": 1,
				"items": object{"oneOf": entries},
			},
		},
	}
	text, err := json.MarshalIndent(root, "", "  ")
	return append(text, '\n'), err
}

// settingsSchema is the schema of a part's settings, and whether any is required.
func settingsSchema(p strategies.Part) (schema object, required bool) {
	properties, needed := object{}, []string{}
	for _, s := range strategies.Describe(p) {
		value := valueSchema(&s)
		value["description"] = s.About
		if found, _ := s.Problem(); found != "" {
			needed = append(needed, s.Key)
		}
		properties[s.Key] = value
	}
	schema = object{"type": "object", "additionalProperties": false, "properties": properties}
	if len(needed) > 0 {
		schema["required"] = needed
	}
	return schema, len(needed) > 0
}

// rates is what a rate is written like; one of its digits is not 0.
const rates = `^(\d+\.?\d*|\.\d+)/([smh]|\d+[\d.a-zµμ]*)$`

// valueSchema is the schema of what may be written for a setting.
func valueSchema(s *strategies.Setting) object {
	schema, usual := notationOf(s).schema, any(text(s))
	if schema["type"] == "integer" && usual != "" {
		usual = s.Field // a number, or a list of numbers
	}
	if isList(s) {
		schema = object{"type": "array", "items": schema}
		if s.Fewest > 0 {
			schema["minItems"] = s.Fewest
		}
	}
	if usual != "" {
		schema["default"] = usual
	}
	return schema
}

// textSchema is that of a word that matches every one of some patterns.
func textSchema(patterns []string) object {
	var all []object
	for _, p := range patterns {
		all = append(all, object{"pattern": p})
	}
	return object{"type": "string", "allOf": all}
}
