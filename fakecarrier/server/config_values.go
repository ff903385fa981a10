package server

import (
	"encoding"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A value is what a flag or a key of the file was set to, and where: --name, or file:line:column. A
// list has one for each element.
type value struct{ key, text, place string }

// settings returns the fields of Config by key.
func settings() map[string]reflect.StructField {
	return fieldsOf(reflect.TypeFor[Config](), "yaml")
}

// fieldsOf returns the fields of a struct by the names in a tag, those of embedded structs too.
func fieldsOf(t reflect.Type, tag string) map[string]reflect.StructField {
	all := map[string]reflect.StructField{}
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get(tag), ","); name != "" && name != "-" {
			all[name] = f
		}
	}
	return all
}

// keys returns the names in a tag of a struct's fields.
func keys(t reflect.Type, tag string) []string {
	return slices.Sorted(maps.Keys(fieldsOf(t, tag)))
}

// apply sets the values of one source, and notes where they stand. The first value of a list
// replaces the list, the others are added. The error has all mistakes, one a line.
func apply(c *Config, values []value, places map[string]string) error {
	fields := settings()
	started := map[string]bool{}
	var mistakes []error
	for _, v := range values {
		field := reflect.ValueOf(c).Elem().FieldByIndex(fields[v.key].Index)
		if field.Kind() == reflect.Slice && !started[v.key] {
			field.SetZero()
			started[v.key] = true
		}
		places[v.key] = v.place
		err := set(field, v.text)
		if v.key == "daily-quota" && err == nil && c.DayQuota < 1 {
			err = meant(v.text, "a whole number of at least 1")
		}
		if v.key == "admin-token-file" {
			c.AdminToken, err = ReadAdminToken(v.text)
		}
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("%s: %w", v.place, err))
		}
	}
	return errors.Join(mistakes...)
}

// set reads a text into a field. A list gets one more element, or none if the text is "none".
func set(field reflect.Value, text string) error {
	switch to := field.Addr().Interface().(type) {
	case *time.Duration:
		return setTo(to, text, time.ParseDuration, "a length of time, as 30s or 1h30m")
	case *time.Time:
		return setTo(to, text, parseInstant, "an instant, as 2026-03-01T12:00:00Z")
	case *netip.Addr:
		return setTo(to, text, netip.ParseAddr, "an address, as 203.0.113.7")
	case *netip.Prefix:
		return setTo(to, text, netip.ParsePrefix, "a network, as 10.0.0.0/8, or none")
	case encoding.TextUnmarshaler:
		return to.UnmarshalText([]byte(text))
	case *string:
		*to = text
	case *bool:
		if text != "true" && text != "false" {
			return meant(text, "true or false")
		}
		*to = text == "true"
	case *int:
		return setTo(to, text, strconv.Atoi, "a whole number")
	case *uint64:
		return setTo(to, text, parseUint, "a whole number from 0 on")
	case *float64:
		return setTo(to, text, parseFloat, "a number")
	default:
		if text == "none" {
			return nil
		}
		element := reflect.New(field.Type().Elem()).Elem()
		if err := set(element, text); err != nil {
			return err
		}
		field.Set(reflect.Append(field, element))
	}
	return nil
}

// setTo reads a text by a function. Its error says what was meant.
func setTo[T any](to *T, text string, parse func(string) (T, error), what string) error {
	value, err := parse(text)
	if err != nil {
		return meant(text, what)
	}
	*to = value
	return nil
}

func parseInstant(text string) (time.Time, error) { return time.Parse(time.RFC3339, text) }
func parseUint(text string) (uint64, error)       { return strconv.ParseUint(text, 10, 64) }
func parseFloat(text string) (float64, error)     { return strconv.ParseFloat(text, 64) }

// meant is the error of a text that is not what it should be.
func meant(found, what string) error { return fmt.Errorf("found %q; meant %s", found, what) }
