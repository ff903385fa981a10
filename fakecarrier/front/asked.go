package front

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// find returns the things that a request asks about, such as parcel numbers: a says where they are
// in the request, nil that the answer repeats none. If none is there, it returns a.Usual.
func find(a *wire.Asked, r *http.Request, body []byte) (found []string) {
	if a == nil {
		return nil
	}
	if a.Path {
		found = append(found, r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:])
	}
	if len(a.JSON) > 0 {
		var value any
		if json.Unmarshal(body, &value) == nil {
			found = gather(found, value, a.JSON)
		}
	}
	if len(found) == 0 {
		return []string{a.Usual}
	}
	return found
}

// gather adds the texts to which the member names lead, through lists too.
func gather(found []string, value any, names []string) []string {
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			found = gather(found, element, names)
		}
	case map[string]any:
		if len(names) > 0 {
			return gather(found, v[names[0]], names[1:])
		}
	case string:
		if len(names) == 0 && v != "" {
			return append(found, v)
		}
	}
	return found
}

// appendEach writes one answer for each thing that was asked about.
func appendEach(b []byte, f *templateData) []byte {
	one := *f
	for i, asked := range f.asked {
		if i > 0 {
			b = append(b, ',')
		}
		one.asked = []string{asked}
		b = f.each.append(b, &one)
	}
	return b
}

// appendAsked writes the first thing that was asked about.
func appendAsked(b []byte, f *templateData) []byte {
	if len(f.asked) == 0 {
		return b
	}
	return quoted(b, f.asked[0])
}
