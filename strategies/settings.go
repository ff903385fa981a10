package strategies

import "time"

// Settings is told each setting of a part: the key by which strategy files know it, the field it is
// kept in, its bounds, and what it means, in one sentence. What comes of that is its Reader's: a
// strategy file is read into the fields, New checks them, a document describes them.
type Settings struct{ reader Reader }

// A Reader is told the settings of a part, in their order.
type Reader interface {
	// Setting may change the field of the setting.
	Setting(s *Setting)

	// Given reports whether the Reader has set the setting of that key: a file can tell what it
	// leaves out from what it sets to the default.
	Given(key string) bool

	// Refuse tells of a mistake that the settings make together, and of which to blame.
	Refuse(key, found, meant string)
}

// Read tells r the settings of p, and returns p as r has changed it.
func Read(p Part, r Reader) Part { return p.Settings(&Settings{r}) }

// Longest is how long a setting may be at most: sums of a few of them fit into a time.Duration.
const Longest = 50 * 365 * 24 * time.Hour

// Forever is a patience that does not end. A file means it that sets none.
const Forever = time.Duration(1<<63 - 1)

// Duration declares a length of time from least to Longest.
func (s *Settings) Duration(key string, field *time.Duration, least time.Duration, about string) {
	s.reader.Setting(&Setting{
		Key: key, About: about, Field: field, Least: int64(least), Most: int64(Longest),
	})
}

// Patience declares how long to wait at most, which may be Forever.
func (s *Settings) Patience(key string, field *time.Duration, about string) {
	s.reader.Setting(&Setting{Key: key, About: about, Field: field, Most: int64(Forever)})
}

// Durations declares a list of lengths of time, which is empty or has so many entries.
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

// Statuses declares a list of HTTP statuses, at least so many.
func (s *Settings) Statuses(key string, field *[]int, fewest int, about string) {
	s.reader.Setting(&Setting{
		Key: key, About: about, Field: field, Least: 100, Most: 599, Fewest: fewest,
	})
}

// Reasons declares a list of reasons for a token request.
func (s *Settings) Reasons(key string, field *[]Why, about string) {
	s.reader.Setting(&Setting{Key: key, About: about, Field: field, Words: whyNames[1:]})
}

// Choice declares one of several words. The field is the index of the word; a word that is empty
// cannot be written.
func (s *Settings) Choice(key string, field *int, words []string, about string) {
	s.reader.Setting(&Setting{Key: key, About: about, Field: field, Words: words})
}

// Either declares one of two words, the second of which is true.
func (s *Settings) Either(key string, field *bool, no, yes, about string) {
	s.reader.Setting(&Setting{Key: key, About: about, Field: field, Words: []string{no, yes}})
}

// Given reports whether a file gives the setting of that key. In Go nothing is left out, and
// nothing is given: a field is what it is.
func (s *Settings) Given(key string) bool { return s.reader.Given(key) }

// Refuse tells of a mistake that settings make together, at the key that is to blame.
func (s *Settings) Refuse(key, found, meant string) { s.reader.Refuse(key, found, meant) }
