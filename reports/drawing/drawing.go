// Package drawing says as data what a chart draws: marks, axes and words. Two renderers draw it:
// WriteSVG and WritePNG put it on paper; the page of a report draws the same data for a screen.
package drawing

// A Drawing is a chart. The zero Drawing has nothing to show.
//
// If it has Rows, its panels stand side by side and share them. If not, each panel has a Y axis of
// its own, and Across panels stand in a line.
type Drawing struct {
	Title     string   `json:"title"`
	Subtitle  string   `json:"subtitle,omitempty"` // of what the figures are
	About     string   `json:"about,omitempty"`
	Key       []Entry  `json:"key,omitempty"`
	Notes     []string `json:"notes,omitempty"`
	Rows      []string `json:"rows,omitempty"`
	RowHeight float64  `json:"row_height,omitempty"` // in points
	Height    float64  `json:"height,omitempty"`     // of a panel without rows, in points
	Strip     float64  `json:"strip,omitempty"`      // above each panel, for loads, in points
	Across    int      `json:"across,omitempty"`
	Panels    []Panel  `json:"panels,omitempty"`
	First     int      `json:"first,omitempty"` // of panels of which a screen shows one in large
	Table     Table    `json:"table"`

	narrow bool // on paper: see Narrow
}

// IsZero reports whether the drawing has nothing to show.
func (d Drawing) IsZero() bool { return d.Title == "" }

// A Table says the same in words.
type Table struct {
	Caption string     `json:"caption"`
	Columns []string   `json:"columns"`
	Lines   [][]string `json:"lines"`
}

// A Panel is a field with axes and marks. Without an X axis it is a column of texts.
type Panel struct {
	Name  string  `json:"name,omitempty"`
	Words string  `json:"words,omitempty"` // below the name
	State string  `json:"state,omitempty"` // at the right of it
	Bad   bool    `json:"bad,omitempty"`   // and not a good one
	Width float64 `json:"width,omitempty"` // in points; 0: what others leave
	Room  float64 `json:"room,omitempty"`  // at its right, for texts, in points
	Main  bool    `json:"main,omitempty"`  // of columns: shown on the narrowest screen too
	X     *Axis   `json:"x,omitempty"`
	Y     *Axis   `json:"y,omitempty"`
	Marks []Mark  `json:"marks,omitempty"`
}

// Add puts marks on top of those that are there.
func (p *Panel) Add(marks ...Mark) { p.Marks = append(p.Marks, marks...) }

// A Shape is what a Mark looks like.
type Shape string

// The shapes. Those of a row lie on its middle, the others at Y.
const (
	Bar      Shape = "bar"      // from X to To
	Box      Shape = "box"      // a cell from X to To, as tall as the row, its text in the middle
	Dot      Shape = "dot"      // at X
	Ring     Shape = "ring"     // a hollow one
	Diamond  Shape = "diamond"  // stands out beside dots
	Triangle Shape = "triangle" // likewise
	Cross    Shape = "cross"    // something is wrong
	Stroke   Shape = "stroke"   // a short upright line
	Rule     Shape = "rule"     // a thin line from X to To
	Level    Shape = "level"    // a line across the panel, at Y
	Span     Shape = "span"     // a shade from X to To as tall as the panel
	Trouble  Shape = "trouble"  // a frame from X to To, its text at its head
	Load     Shape = "load"     // from X to To in the strip, Size high, as much of it as Points say
	Steps    Shape = "steps"    // Values, one each Step from X on, times Scale
	Path     Shape = "path"     // through Points, first across, then up
	Curve    Shape = "curve"    // through Points, straight from one to the next
	Band     Shape = "band"     // Points: x, low and high, straight from one to the next
	Rug      Shape = "rug"      // below the axis: where the Values, one each Step, are above 0
	Hill     Shape = "hill"     // Points: x from, x to, and height as a share of half the row
	Text     Shape = "text"     // at X, or in a column
	Line     Shape = "line"     // of a key
)

// A Mark is one thing that is drawn.
type Mark struct {
	Shape  Shape     `json:"shape"`
	Row    int       `json:"row,omitempty"`
	Down   float64   `json:"down,omitempty"` // from the middle of the row, in points
	X      float64   `json:"x,omitempty"`
	To     float64   `json:"to,omitempty"`
	Y      float64   `json:"y,omitempty"`
	Size   float64   `json:"size,omitempty"` // half of a shape, or the thickness of a bar or line
	Colour Colour    `json:"colour,omitempty"`
	Tint   float64   `json:"tint,omitempty"` // how much of the colour; 0: all
	Text   string    `json:"text,omitempty"` // beside it
	Small  bool      `json:"small,omitempty"`
	Rank   int       `json:"rank,omitempty"`  // of a dot's text: 1 first, 0 always
	Hover  string    `json:"hover,omitempty"` // below the name of its row
	Step   float64   `json:"step,omitempty"`
	Scale  float64   `json:"scale,omitempty"`
	Unit   string    `json:"unit,omitempty"` // of a scaled value
	Values Series    `json:"values,omitempty"`
	Points []float64 `json:"points,omitempty"`
}

// An Entry of the key explains a shape.
type Entry struct {
	Shape  Shape   `json:"shape"`
	Colour Colour  `json:"colour"`
	Tint   float64 `json:"tint,omitempty"`
	Label  string  `json:"label"`
}
