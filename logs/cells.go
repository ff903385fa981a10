package logs

import "bytes"

// csvLog completes a format of lines of values with commas, or other marks, between them, under a
// line of names.
func csvLog(f Format, of naming) Format {
	f.open = func(o *Options) parser {
		n, zone := of(o).names(), o.Location()
		t := table{}
		return func(r *record) outcome {
			if !t.cut(r.text) {
				return more
			}
			if t.names == nil {
				return t.head(r, n)
			}
			if len(t.cells) != len(t.columns) {
				return r.wrong(r.text, "as many values as the first line has names")
			}
			return n.read(r, t.value, zone)
		}
	}
	return f
}

// A table reads lines of cells.
type table struct {
	comma   byte // 0: not known yet
	cells   [][]byte
	columns []string
	names   map[string]int
}

// head reads the line of names.
func (t *table) head(r *record, n *names) outcome {
	names := map[string]int{}
	for i, cell := range t.cells {
		names[string(bytes.TrimSpace(cell))] = i
	}
	for i, cell := range t.cells { // Client IP and CLIENT_IP are client_ip, unless that is there too
		name := string(bytes.ReplaceAll(bytes.ToLower(bytes.TrimSpace(cell)), []byte(" "), []byte("_")))
		if _, ok := names[name]; !ok {
			names[name] = i
		}
	}
	for _, of := range []int{nameTime, nameHas} {
		if n.all[of] != nil && !hasAny(names, n.all[of]) {
			return r.wrong(r.text, "a first line that names "+n.all[of][0])
		}
	}
	t.names = names
	t.columns = make([]string, len(t.cells))
	return other
}

func hasAny(names map[string]int, wanted []string) bool {
	for _, name := range wanted {
		if _, ok := names[name]; ok {
			return true
		}
	}
	return false
}

func (t *table) value(name string) []byte {
	i, ok := t.names[name]
	if !ok {
		return nil
	}
	return bytes.TrimSpace(t.cells[i])
}

// cut cuts a line into cells; not ok where a quote is not closed in it.
func (t *table) cut(text []byte) bool {
	if t.comma == 0 {
		t.comma = commaOf(text)
	}
	t.cells = t.cells[:0]
	for {
		if trimmed := bytes.TrimLeft(text, " "); len(trimmed) > 0 && trimmed[0] == '"' {
			cell, rest, ok := quotedCell(trimmed, t.comma)
			if !ok {
				return false
			}
			t.cells, text = append(t.cells, cell), rest
		} else if i := bytes.IndexByte(text, t.comma); i >= 0 {
			t.cells, text = append(t.cells, text[:i]), text[i:]
		} else {
			t.cells = append(t.cells, text)
			return true
		}
		if len(text) == 0 {
			return true
		}
		text = text[1:]
	}
}

// quotedCell cuts the cell in quotes at the beginning of a line; two quotes in it are one.
func quotedCell(text []byte, comma byte) (cell, rest []byte, ok bool) {
	doubled := false
	for i := 1; i < len(text); i++ {
		if text[i] != '"' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '"' {
			doubled = true
			i++
			continue
		}
		cell, rest = text[1:i], text[i+1:]
		if doubled {
			cell = bytes.ReplaceAll(cell, []byte(`""`), []byte(`"`))
		}
		return cell, rest, len(rest) == 0 || rest[0] == comma
	}
	return nil, nil, false
}

// commaOf is the mark that is between the names of a first line.
func commaOf(line []byte) byte {
	best := byte(',')
	for _, mark := range []byte{'\t', ';', '|'} {
		if bytes.Count(line, []byte{mark}) > bytes.Count(line, []byte{best}) {
			best = mark
		}
	}
	return best
}
