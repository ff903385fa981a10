package strategies

import "time"

// A Settings passes each setting of a part to a [Reader]: its key in strategy files, its field,
// its bounds, and its meaning in one sentence. One Reader sets the fields from a strategy file,
// New checks them, and the documentation lists them.
type Settings struct{ reader Reader }

// A Reader reads, checks or describes the settings of a part, in their order.
type Reader interface {
	// Setting may change the field of the setting.
	Setting(s *Setting)

	// Given reports whether the Reader sets the setting of that key, be it to its default.
	Given(key string) bool

	// Refuse reports that settings do not fit together, at the key of one of them.
	Refuse(key, found, meant string)
}

// Read passes the settings of p to r, and returns p as r has changed it.
func Read(p Part, r Reader) Part { return p.Settings(&Settings{r}) }

// Longest is the longest time that a setting may have: sums of a few of them fit into a
// time.Duration.
const Longest = 50 * 365 * 24 * time.Hour

// Forever is a patience without an end, the default of strategy files.
const Forever = time.Duration(1<<63 - 1)

// Duration declares a length of time from least to Longest.
func (s *Settings) Duration(key string, field *time.Duration, least time.Duration, about string) {
	s.reader.Setting(&Setting{
		Key: key, About: about, Field: field, Least: int64(least), Most: int64(Longest),
	})
}

// DurationOr declares a length of time from least to Longest, or a word in its place, which sets
// worded instead of the field.
func (s *Settings) DurationOr(
	key string, field *time.Duration, least time.Duration, word string, worded *bool, about string,
) {
	s.reader.Setting(&Setting{
		Key: key, About: about, Field: field, Least: int64(least), Most: int64(Longest),
		Word: word, Worded: worded,
	})
}

// Patience declares how long to wait at most, which may be Forever.
func (s *Settings) Patience(key string, field *time.Duration, about string) {
	s.reader.Setting(&Setting{Key: key, About: about, Field: field, Most: int64(Forever)})
}

// Durations declares a list of lengths of time, which is empty or has length entries.
func (s *Settings) Durations(key string, field *[]time.Duration, length int, about string) {
	s.reader.Setting(&Setting{
		Key: key, About: about, Field: field, Most: int64(Longest), Length: length,
	})
}

// Rate declares a rate.
func (s *Settings) Rate(key string, field *Rate, about string) {
	s.reader.Setting(&Setting{Key: key, About: about, Field: field})
}

// Count declares a whole number from least to most.
func (s *Settings) Count(key string, field *int, least, most int, about string) {
	s.reader.Setting(&Setting{
		Key: key, About: about, Field: field, Least: int64(least), Most: int64(most),
	})
}

// Statuses declares a list of HTTP statuses, at least fewest.
func (s *Settings) Statuses(key string, field *[]int, fewest int, about string) {
	s.reader.Setting(&Setting{
		Key: key, About: about, Field: field, Least: 100, Most: 599, Fewest: fewest,
	})
}

// Reasons declares a list of reasons for a token request.
func (s *Settings) Reasons(key string, field *[]Why, about string) {
	s.reader.Setting(&Setting{Key: key, About: about, Field: field, Words: whyNames[1:]})
}

// Class declares a class of calls.
func (s *Settings) Class(key string, field *string, about string) {
	s.reader.Setting(&Setting{Key: key, About: about, Field: field})
}

// Classes declares a list of classes of calls, at least one.
func (s *Settings) Classes(key string, field *[]string, about string) {
	s.reader.Setting(&Setting{Key: key, About: about, Field: field, Fewest: 1})
}

// Choice declares one of several words. The field is the index of the word; an empty word cannot be
// written.
func (s *Settings) Choice(key string, field *int, words []string, about string) {
	s.reader.Setting(&Setting{Key: key, About: about, Field: field, Words: words})
}

// Either declares one of two words, no for false and yes for true.
func (s *Settings) Either(key string, field *bool, no, yes, about string) {
	s.reader.Setting(&Setting{Key: key, About: about, Field: field, Words: []string{no, yes}})
}

// Switch declares what is done or not.
func (s *Settings) Switch(key string, field *bool, about string) {
	s.reader.Setting(&Setting{Key: key, About: about, Field: field})
}

// Given reports whether a file sets the setting of that key. It is false for a part made in Go.
func (s *Settings) Given(key string) bool { return s.reader.Given(key) }

// Refuse reports that settings do not fit together, at the key of one of them.
func (s *Settings) Refuse(key, found, meant string) { s.reader.Refuse(key, found, meant) }
