package strategies

import (
	"fmt"
	"regexp"
)

// repeatedKey is how the YAML parser says that a key comes twice.
var repeatedKey = regexp.MustCompile(`^mapping key ("[^"]*") already defined at \[(\d+):\d+\]$`)

// RepeatedKey says of a message of the YAML parser what was found, and what was meant; it is false
// where the message is about something else.
func RepeatedKey(message string) (found, meant string, ok bool) {
	parts := repeatedKey.FindStringSubmatch(message)
	if parts == nil {
		return "", "", false
	}
	return fmt.Sprintf("the key %s once more", parts[1]),
		"it once: it stands in line " + parts[2], true
}
