package study

import (
	"fmt"
	"strconv"
	"strings"
)

// A Shard is one of Of parts of a study, numbered from 1. The zero Shard is the whole.
type Shard struct {
	Number int `json:"number"`
	Of     int `json:"of"`
}

// ParseShard reads a shard written as 2/4.
func ParseShard(text string) (Shard, error) {
	number, of, found := strings.Cut(text, "/")
	n, err := strconv.Atoi(number)
	m, err2 := strconv.Atoi(of)
	s := Shard{n, m}
	if !found || err != nil || err2 != nil || s.whole() || s.check() != nil {
		return Shard{}, fmt.Errorf("shard %q; meant i/n with i from 1 to n, such as 2/4", text)
	}
	return s, nil
}

func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Number, s.Of) }

// phrase is the shard in a sentence.
func (s Shard) phrase() string {
	if s.whole() {
		return "a whole study"
	}
	return "shard " + s.String()
}

func (s Shard) whole() bool { return s == Shard{} }

func (s Shard) check() error {
	if !s.whole() && (s.Number < 1 || s.Number > s.Of) {
		return fmt.Errorf("there is no shard %s", s)
	}
	return nil
}
