package schema

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

type shaped struct{}

func (shaped) JSONShape() any { return 0. }

func (shaped) MarshalJSON() ([]byte, error) { return []byte("1.5"), nil }

type word uint8

func (word) Names() []string { return []string{"a", "b"} }

func (word) MarshalText() ([]byte, error) { return []byte("a"), nil }

type below struct {
	Same int `json:"same"`
	Deep int `json:"deep"`
}

// A sample has a field of each kind.
type sample struct {
	below
	Same    string         `json:"same"` // hides that of below
	Left    *int           `json:"left,omitempty"`
	Zero    time.Time      `json:"zero,omitzero"`
	Null    *below         `json:"null"`
	List    []below        `json:"list"`
	Perhaps []int          `json:"perhaps" null:"none"`
	Two     [2]*float64    `json:"two"`
	Map     map[string]int `json:"map"`
	Shaped  shaped         `json:"shaped"`
	Word    word           `json:"word"`
	Again   []sample       `json:"again,omitempty"`
	Count   uint           `json:"count"`
	Any     any            `json:"any"`
	Not     int            `json:"-"`
	hidden  int
}

func compiled(t *testing.T, f *Format) *jsonschema.Schema {
	text, err := f.Schema().Text()
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("sample.json", doc))
	s, err := c.Compile("sample.json")
	require.NoError(t, err)
	return s
}

// The schema takes what encoding/json writes of the type, and no change of it.
func TestSchemaOfAType(t *testing.T) {
	defer func(all []*Format) { formats = all }(formats)
	p := Object[sample]("sample", 7, "A sample.")
	s := compiled(t, p.Format)
	one, half := 1, .5
	for _, value := range []sample{
		{List: []below{}, Map: map[string]int{}},
		{Left: &one, Zero: time.Unix(1, 0), Null: &below{}, List: []below{{}}, Perhaps: []int{1},
			Two: [2]*float64{&half, nil}, Map: map[string]int{"a": 1}, hidden: 1,
			Again: []sample{{List: []below{}, Map: map[string]int{}}}},
	} {
		line, err := p.Line(value)
		require.NoError(t, err)
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(line))
		require.NoError(t, err)
		require.NoError(t, s.Validate(doc), "%s", line)
	}
	for _, test := range []struct {
		key string
		to  any // nil: it is left out
	}{
		{"format", 8}, {"format", nil}, {"same", 1}, {"same", nil}, {"deep", nil}, {"null", nil},
		{"list", json.RawMessage("null")}, {"list", nil}, {"perhaps", nil}, {"perhaps", "a"},
		{"left", json.RawMessage("null")}, {"zero", "noon"}, {"two", []int{1}}, {"two", []int{1, 2, 3}},
		{"map", map[string]any{"a": "b"}}, {"shaped", "1"}, {"word", "c"}, {"count", -1}, {"deep", .5},
		{"hidden", 1}, {"Not", 1}, {"any", nil},
	} {
		line, err := p.Line(sample{List: []below{}, Map: map[string]int{}})
		require.NoError(t, err)
		var all map[string]any
		require.NoError(t, json.Unmarshal(line, &all))
		if all[test.key] = test.to; test.to == nil {
			delete(all, test.key)
		}
		text, err := json.Marshal(all)
		require.NoError(t, err)
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		require.NoError(t, err)
		require.Error(t, s.Validate(doc), "%s", text)
	}
}

func TestWhatCannotBePrinted(t *testing.T) {
	defer func(all []*Format) { formats = all }(formats)
	Object[sample]("sample", 1, "A sample.")
	require.PanicsWithValue(t, "schema: two formats named sample", func() {
		Object[below]("sample", 1, "Another.")
	})
	list := Object[[]int]("list", 1, "A list.")
	require.PanicsWithValue(t, "schema: list is no object that has members", func() {
		_, _ = list.Line([]int{})
	})
	type raw struct {
		Text json.RawMessage `json:"text"`
	}
	unshaped := Object[raw]("raw", 1, "Some JSON.")
	require.PanicsWithValue(t, "schema: json.RawMessage writes its own JSON; give it a method "+
		"JSONShape", func() { unshaped.Schema() })
}

// Of lines the first has the number, and the others are of the other types.
func TestSchemaOfLines(t *testing.T) {
	defer func(all []*Format) { formats = all }(formats)
	type head struct {
		Format int    `json:"format"`
		Name   string `json:"name"`
	}
	s := compiled(t, Lines("lines", 2, "Some lines.", head{}, below{}))
	for text, fine := range map[string]bool{
		`{"format":2,"name":"a"}`: true, `{"same":1,"deep":2}`: true,
		`{"format":1,"name":"a"}`: false, `{"name":"a"}`: false, `{"same":1}`: false,
	} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(text)))
		require.NoError(t, err)
		require.Equal(t, fine, s.Validate(doc) == nil, text)
	}
}
