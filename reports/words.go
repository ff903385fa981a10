package reports

import (
	"fmt"
	"io"
)

// A Word is one that outputs use for an idea, and what it means. Each has a place of its own in
// docs/vocabulary.md.
type Word struct {
	Name  string `json:"name"`
	Means string `json:"means"`
}

// Words are those that a reader of a report meets, by name: the page explains them where they
// stand, the other files at their end.
func Words() []Word {
	return []Word{
		{"action", "what a user wants done, from the click to the outcome"},
		{"akamai", "a reading: a ban falls after more than 15 token requests in any 5 s, or more " +
			"than 120 in any 120 s; each further one that is too many prolongs it"},
		{"banned", "everything that the ban covers is answered 403 until the ban is over"},
		{"fullest", "the most token requests that any window of that length held, of those allowed"},
		{"hit", "a token request as the carrier counts it, whatever the answer"},
		{"killed", "a token that was ended by a newer one of the same client, before it expired"},
		{"literal", "a reading: a ban falls after more than 3 token requests in each of five " +
			"consecutive seconds; nothing prolongs it"},
		{"ok", "the share of the ended actions that succeeded"},
		{"open", "actions that had not ended when the run did"},
		{"p50", "half of the actions that succeeded took no longer"},
		{"p99", "99 of 100 actions that succeeded took no longer"},
		{"paranoid", "a reading: a ban falls after more than 3 token requests in any second, or " +
			"120 in any 120 s; every further one prolongs it"},
		{"reading", "one way to understand the carrier's sentence on when it bans"},
	}
}

// WriteWords writes what the words of a report mean, as Markdown.
func WriteWords(w io.Writer) error {
	_, err := fmt.Fprint(w, "\n## The words\n\n")
	for _, word := range Words() {
		if err == nil {
			_, err = fmt.Fprintf(w, "- *%s*: %s.\n", word.Name, word.Means)
		}
	}
	return err
}
