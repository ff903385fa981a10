package reports

import "strings"

// mostOpening is how long an opening is at most, unless its first sentence is longer.
const mostOpening = 200

// Opening is as many of the text's first sentences as a list has room for, in one line.
func Opening(about string) string {
	first, rest, more := strings.Cut(OneLine(about), ". ")
	for more {
		next, after, further := strings.Cut(rest, ". ")
		if len(first)+len(". ")+len(next) >= mostOpening {
			return first + "."
		}
		first, rest, more = first+". "+next, after, further
	}
	return first
}

// OneLine is the text with single blanks in place of whatever white space it has.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
