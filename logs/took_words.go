package logs

import (
	"bytes"
	"regexp"
	"strconv"
)

// findTook finds how long it took in a line of a format of one's own: under a name, as rt=0.087,
// or as a number that can be nothing else. field is the name if the user says it, or which of the
// fields behind the request it is, from 1.
func (r *record) findTook(field string, before, between, after []byte) outcome {
	if place, err := strconv.Atoi(field); err == nil {
		for i := 1; len(after) > 0; i++ {
			var word []byte
			if word, after = nextField(after); i == place {
				return r.orBroken(r.setTookWord("", bareWord(word)), word)
			}
		}
		return whole
	}
	for _, text := range [][]byte{after, between, before} {
		if r.findNamedTook(field, text) {
			return whole
		}
	}
	if field != "" {
		return whole
	}
	for i, text := range [][]byte{after, between, before} {
		r.findBareTook(text, i == 0)
	}
	return whole
}

// orBroken is a record that can be read, or cannot because of a word.
func (r *record) orBroken(ok bool, word []byte) outcome {
	if !ok && !bare(bareWord(word)) {
		return r.wrong(word, "how long it took: --duration-field says that it stands here")
	}
	return whole
}

// nextField cuts the next field off, which may stand in quotes or brackets.
func nextField(text []byte) (field, rest []byte) {
	text = bytes.TrimLeft(text, " \t")
	if len(text) > 0 && (text[0] == '"' || text[0] == '[') {
		if field, rest, ok := cutField(text, text[0]); ok {
			return field, rest
		}
	}
	if end := bytes.IndexAny(text, " \t"); end >= 0 {
		return text[:end], text[end:]
	}
	return text, nil
}

// bareWord is a word without what stands around it.
func bareWord(word []byte) []byte { return bytes.Trim(word, "\"'`()[]{}<>|,;") }

// tookNames are what formats of one's own call how long it took, and seconds those of them that
// nginx has: what a proxy waited for, as urt, is less.
var tookNames = regexp.MustCompile(`(?i)^(?:rt|t|d|took|dur|` +
	`(?:req|request|resp|response)?[_-]?time|` +
	`rtime|` +
	`(?:request|response)?[_-]?(?:duration|latency|elapsed)|` +
	`time[_-]taken)(?:[_-]?(?:ms|us|ns|s|sec))?$`)

// findNamedTook finds it behind its name and = or a colon.
func (r *record) findNamedTook(field string, text []byte) bool {
	for len(text) > 0 {
		var word []byte
		word, text = nextField(text)
		end := bytes.IndexAny(word, "=:")
		if end <= 0 {
			continue
		}
		name := bareWord(word[:end])
		if field != "" && string(name) != field || field == "" && !tookNames.Match(name) {
			continue
		}
		value := bareWord(word[end+1:])
		if len(value) == 0 {
			value, text = nextField(text)
			value = bareWord(value)
		}
		if r.setTookWord(string(name), value) {
			return true
		}
	}
	return false
}

// findBareTook finds the longest number that can be nothing but a length of time: seconds with
// three digits behind the point, as nginx has them, or a number with its unit. What nginx waited
// for others is part of how long it took.
func (r *record) findBareTook(text []byte, behind bool) {
	for i := 1; len(text) > 0; i++ {
		var word []byte
		word, text = nextField(text)
		word = bareWord(word)
		if len(word) == 0 || word[0] < '0' || word[0] > '9' {
			continue
		}
		other := record{}
		if _, whole := digits(word); whole {
			r.numbers = r.numbers || !behind || i > 2 // status and size are the first of those behind it
		} else if other.setTookWord("", word) && !other.counted &&
			other.took+other.tookUnit > r.took+r.tookUnit {
			r.took, r.tookUnit, r.says, r.instant = other.took, other.tookUnit, other.says, other.instant
		}
	}
}

// setTookWord sets how long it took from a word: in the unit behind it, or that of its name, or in
// seconds if it is as nginx has it, who stamps the end.
func (r *record) setTookWord(name string, word []byte) bool {
	if fraction.Match(word) {
		word = bytes.Replace(bytes.TrimSuffix(word, []byte("s")), []byte(","), []byte("."), 1)
		r.took, r.tookUnit, _ = decimal(word, second)
		r.instant, r.says = Ends, true
		return true
	}
	unit := unitOf(name)
	if n, ok := digits(word); ok && unit == 0 && n <= farthest/second {
		r.took, r.tookUnit, r.counted = n, 1, true
		return true
	}
	r.setLength(word, unit)
	return r.tookUnit > 0
}

// fraction is how nginx writes $request_time.
var fraction = regexp.MustCompile(`^\d{1,5}[.,]\d{3}s?$`)
