package server

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// A setting is one key of the configuration: a flag, and a key of the file. A key that may come
// more than once has a reset, which takes away what is usual.
type setting struct {
	name  string
	reset func(*Config)
	set   func(c *Config, text string) error
}

// A value is what was said of a setting, and where: --name, or file:line:column.
type value struct {
	setting
	text, place string
	empty       bool // a list of no elements, which is not the usual one
}

// settings are all that can be set, and what the flags set.
type settings struct {
	flags *flag.FlagSet
	known []setting
	given []value
}

// configure is what the file says, and the flags over it. All is looked at in the end, so that a
// flag can put right what the file has.
func (s *settings) configure(file string) (Config, error) {
	c := DefaultConfig()
	places := map[string]string{}
	if file != "" {
		data, err := strict.Read(file)
		if err != nil {
			return Config{}, err
		}
		f := &configFile{name: file, known: s.known}
		if err := f.read(data); err != nil {
			return Config{}, err
		}
		c.Clients = f.clients
		if err := apply(&c, f.values, places); err != nil {
			return Config{}, err
		}
	}
	if err := apply(&c, s.given, places); err != nil {
		return Config{}, err
	}
	err := c.Check()
	if m, ok := errors.AsType[mistake](err); ok {
		place := cmp.Or(places[m.key], places[m.key+"-file"]) // the admin-token's
		if place != "" {
			err = fmt.Errorf("%s: %w", place, err)
		}
	}
	return c, err
}

// apply sets what was said in one place, and notes where. The error has all mistakes, one a line.
func apply(c *Config, values []value, places map[string]string) error {
	anew := map[string]bool{}
	var mistakes []error
	for _, v := range values {
		if v.reset != nil && !anew[v.name] {
			v.reset(c)
			anew[v.name] = true
		}
		places[v.name] = v.place
		if v.empty {
			continue
		}
		if err := v.set(c, v.text); err != nil {
			mistakes = append(mistakes, fmt.Errorf("%s: %w", v.place, err))
		}
	}
	return errors.Join(mistakes...)
}

// note is what a flag does with its text.
func (s *settings) note(of setting) func(text string) error {
	s.known = append(s.known, of)
	return func(text string) error {
		s.given = append(s.given, value{setting: of, text: text, place: "--" + of.name})
		return nil
	}
}

// one adds a setting that has one value, the last that was given.
func (s *settings) one(name, usage string, set func(*Config, string) error) {
	s.flags.Func(name, usage, s.note(setting{name: name, set: set}))
}

// list adds a setting that has any number of values.
func (s *settings) list(name, usage string, reset func(*Config), add func(*Config, string) error) {
	s.flags.Func(name, usage, s.note(setting{name, reset, add}))
}

func (s *settings) text(name, usage string, of func(*Config) *string) {
	s.one(name, usage, func(c *Config, text string) error {
		*of(c) = text
		return nil
	})
}

func (s *settings) truth(name, usage string, of func(*Config) *bool) {
	s.flags.BoolFunc(name, usage, s.note(setting{name: name, set: func(c *Config, text string) error {
		if text != "true" && text != "false" {
			return meant(text, "true or false")
		}
		*of(c) = text == "true"
		return nil
	}}))
}

func (s *settings) count(name, usage string, of func(*Config) *int) {
	s.one(name, usage, func(c *Config, text string) (err error) {
		if *of(c), err = strconv.Atoi(text); err != nil {
			return meant(text, "a whole number")
		}
		return nil
	})
}

func (s *settings) length(name, usage string, of func(*Config) *time.Duration) {
	s.one(name, usage, func(c *Config, text string) (err error) {
		if *of(c), err = time.ParseDuration(text); err != nil {
			return meant(text, "a length of time, as 30s or 1h30m")
		}
		return nil
	})
}

// meant says of a value that it is not what it should be.
func meant(found, what string) error { return fmt.Errorf("found %q; meant %s", found, what) }
