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
func set(field reflect.Value, text string) (err error) {
	switch to := field.Addr().Interface().(type) {
	case *time.Duration:
		if *to, err = time.ParseDuration(text); err != nil {
			return meant(text, "a length of time, as 30s or 1h30m")
		}
		return nil
	case *time.Time:
		if *to, err = time.Parse(time.RFC3339, text); err != nil {
			return meant(text, "an instant, as 2026-03-01T12:00:00Z")
		}
		return nil
	case *netip.Addr:
		if *to, err = netip.ParseAddr(text); err != nil {
			return meant(text, "an address, as 203.0.113.7")
		}
		return nil
	case *netip.Prefix:
		if *to, err = netip.ParsePrefix(text); err != nil {
			return meant(text, "a network, as 10.0.0.0/8, or none")
		}
		return nil
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
		if *to, err = strconv.Atoi(text); err != nil {
			return meant(text, "a whole number")
		}
	case *uint64:
		if *to, err = strconv.ParseUint(text, 10, 64); err != nil {
			return meant(text, "a whole number from 0 on")
		}
	case *float64:
		if *to, err = strconv.ParseFloat(text, 64); err != nil {
			return meant(text, "a number")
		}
	default:
		if text == "none" {
			return nil
		}
		element := reflect.New(field.Type().Elem()).Elem()
		err = set(element, text)
		field.Set(reflect.Append(field, element))
	}
	return err
}

// meant is the error of a text that is not what it should be.
func meant(found, what string) error { return fmt.Errorf("found %q; meant %s", found, what) }
