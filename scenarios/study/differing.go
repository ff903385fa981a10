package study

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Form is all that a file keeps of a result, as bytes to be compared.
func Form(r *Result) []byte { return sealedLine(r.line()) }

// Differing says which members of what a file keeps are not as they were, and what they were and
// are: token_requests 16, was 15.
func Differing(was *Result, now *measure.Outcome) (words []string) {
	before, after := membersOf(was.Outcome), membersOf(now)
	keys := maps.Clone(before)
	maps.Copy(keys, after)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		a, b := string(before[key]), string(after[key])
		if a != b && max(len(a), len(b)) <= mostShown {
			words = append(words, fmt.Sprintf("%s %s, was %s", key, b, a))
		} else if a != b {
			words = append(words, key)
		}
	}
	return words
}

// mostShown is how long a member is that is shown as it stands (assumed).
const mostShown = 40

// membersOf are the members of an outcome as a file has them.
func membersOf(o *measure.Outcome) map[string]json.RawMessage {
	text, err := json.Marshal(o.Flat())
	if err != nil {
		panic(err) // strings and numbers
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		panic(err) // it was written above
	}
	return members
}
