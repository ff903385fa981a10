package wire

import (
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// SegmentName returns the name of a segment of an operation's path that may be any one; not ok if
// it is fixed.
func SegmentName(segment string) (name string, ok bool) {
	if len(segment) > 2 && segment[0] == '{' && segment[len(segment)-1] == '}' {
		return segment[1 : len(segment)-1], true
	}
	return "", false
}

// NearestPath returns the path that is most like another, of all that are known: "" if none is. It
// counts the letters to change, segment by segment; a method may stand before each path.
func NearestPath(path string, known []string) (nearest string) {
	least := 0
	for _, k := range known {
		if far := distance(k, path); nearest == "" || far < least {
			nearest, least = k, far
		}
	}
	return nearest
}

func distance(pattern, path string) (far int) {
	wants := strings.Split(strings.TrimSuffix(pattern, "/"), "/")
	has := strings.Split(strings.TrimSuffix(path, "/"), "/")
	for i := range max(len(wants), len(has)) {
		switch {
		case i >= len(wants):
			far += len(has[i]) + 1
		case i >= len(has):
			far += len(wants[i]) + 1
		default:
			if _, anything := SegmentName(wants[i]); !anything {
				far += unit.Edits(wants[i], has[i])
			}
		}
	}
	return far
}
