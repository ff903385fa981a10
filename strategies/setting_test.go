package strategies

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"
)

// What may stand in a field, at each of its bounds.
func TestSettingProblemAtItsBounds(t *testing.T) {
	day := 24 * time.Hour
	length := Setting{Least: int64(time.Second), Most: int64(day)}
	list := Setting{Least: int64(time.Second), Most: int64(day), Length: 2}
	number := Setting{Least: -1, Most: 3}
	words := Setting{Words: []string{"", "one", "two"}}
	statuses := Setting{Least: 100, Most: 599, Fewest: 1}
	for _, test := range []struct {
		setting Setting
		field   any
		want    string
	}{
		{length, new(time.Second - 1), "999.999999ms; at least 1s"},
		{length, new(time.Second), "; "},
		{length, new(day), "; "},
		{length, new(day + 1), "24h0m0.000000001s; at most 50 years"},
		{list, &[]time.Duration{}, "; "},
		{list, &[]time.Duration{time.Second}, "a list of 1; a list of 2"},
		{list, &[]time.Duration{time.Second, day}, "; "},
		{list, &[]time.Duration{time.Second, day + 1}, "24h0m0.000000001s; at most 50 years"},
		{list, &[]time.Duration{0, day}, "0s; at least 1s"},
		{number, new(-2), "-2; a whole number from -1 to 3"},
		{number, new(-1), "; "},
		{number, new(3), "; "},
		{number, new(4), "4; a whole number from -1 to 3"},
		{words, new(-1), "-1; one of one, two"},
		{words, new(0), "; "},
		{words, new(2), "; "},
		{words, new(3), "3; one of one, two"},
		{words, new(true), "; "},
		{statuses, &[]int{}, "an empty list; a list of at least 1"},
		{statuses, &[]int{100, 599}, "; "},
		{statuses, &[]int{100, 600}, "600; a whole number from 100 to 599"},
		{statuses, &[]int{99}, "99; a whole number from 100 to 599"},
		{Setting{}, &Rate{1, 1}, "; "},
		{Setting{}, &Rate{1, Longest}, "; "},
		{Setting{}, &Rate{0, 1}, "0/1ns; a rate, like 1/s, 1.5/s or 90/m"},
		{Setting{}, &Rate{1, 0}, "1/0s; a rate, like 1/s, 1.5/s or 90/m"},
		{Setting{}, &Rate{1, Longest + 1}, "1/438000h0m0.000000001s; a rate, like 1/s, 1.5/s or 90/m"},
	} {
		test.setting.Field = test.field
		found, meant := test.setting.Problem()
		require.Equal(t, test.want, found+"; "+meant)
	}
}

// A setter is a Reader that sets some fields.
type setter struct {
	set     map[string]func(field any)
	refused string
}

func (s *setter) Setting(one *Setting) {
	if set, ok := s.set[one.Key]; ok {
		set(one.Field)
	}
}

func (s *setter) Given(key string) bool { return s.set[key] != nil }

func (s *setter) Refuse(key, found, meant string) {
	s.refused += fmt.Sprintf("%s: found %s; meant %s", key, found, meant)
}

func TestSettingsThatDependOnEachOther(t *testing.T) {
	length := func(d time.Duration) func(any) {
		return func(field any) { *field.(*time.Duration) = d }
	}
	refuse := func(yes bool) func(any) { return func(field any) { *field.(*bool) = yes } }
	full := func(field any) { *field.(*int) = int(FullJitter) }
	waits := []time.Duration{1}
	type sets = map[string]func(any)
	for name, test := range map[string]struct {
		part    Part
		set     sets
		want    Part
		refused string
	}{
		"patience stays": {Limiter{Patience: 5}, sets{}, Limiter{Patience: 5}, ""},
		"none stays":     {Limiter{}, sets{}, Limiter{}, ""},
		"refuse ends it": {Limiter{Patience: 5}, sets{"overflow": refuse(true)}, Limiter{}, ""},
		"queue is for ever": {
			Limiter{}, sets{"overflow": refuse(false)}, Limiter{Patience: Forever}, "",
		},
		"queue with patience": {
			Limiter{}, sets{"overflow": refuse(false), "patience": length(2)}, Limiter{Patience: 2}, "",
		},
		"queue without": {
			Limiter{Patience: 5}, sets{"overflow": refuse(false), "patience": length(0)}, Limiter{}, "",
		},
		"refuse with patience": {
			Limiter{}, sets{"overflow": refuse(true), "patience": length(2)}, Limiter{Patience: 2},
			"patience: found patience with overflow: refuse; meant patience with overflow: queue",
		},
		"base": {
			Retry{}, sets{"base": length(2)}, Retry{Base: 2},
			"base: found base without backoff; meant retry: {backoff: full}",
		},
		"cap": {
			Retry{}, sets{"cap": length(2)}, Retry{Cap: 2},
			"cap: found cap without backoff; meant retry: {backoff: full}",
		},
		"base and cap": {
			Retry{}, sets{"backoff": full, "base": length(1), "cap": length(2)},
			Retry{Backoff: FullJitter, Base: 1, Cap: 2}, "",
		},
		"waits without backoff": {Retry{Spacing: waits}, sets{}, Retry{Spacing: waits}, ""},
		"waits and a backoff": {
			Retry{Spacing: waits}, sets{"backoff": full}, Retry{Spacing: waits, Backoff: FullJitter},
			"spacing: found spacing and backoff; meant one of the two",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := &setter{set: test.set}
			require.Equal(t, test.want, Read(test.part, r))
			require.Equal(t, test.refused, r.refused)
		})
	}
}

// testdata/settings.txt has the default of each setting of each part, and its bounds.
func TestDefaultsAndBounds(t *testing.T) {
	datadriven.RunTest(t, "testdata/settings.txt",
		func(t *testing.T, d *datadriven.TestData) string {
			k, ok := KindNamed(d.Cmd)
			require.True(t, ok, d.Cmd)
			var text strings.Builder
			for _, s := range Describe(k.Part) {
				fmt.Fprintf(&text, "%s: %s\n", s.Key, strings.Join(figures(&s), ", "))
			}
			return text.String()
		})
}

// figures are what a setting is by default, and its bounds.
func figures(s *Setting) []string {
	var all []string
	switch f := s.Field.(type) {
	case *time.Duration:
		all = append(all, f.String(), fmt.Sprint("least ", time.Duration(s.Least)),
			fmt.Sprint("most ", time.Duration(s.Most)))
	case *[]time.Duration:
		all = append(all, fmt.Sprint(*f), fmt.Sprint("length ", s.Length),
			fmt.Sprint("most ", time.Duration(s.Most)))
	case *Rate:
		all = append(all, f.String())
	case *bool:
		all = append(all, fmt.Sprint(*f), strings.Join(s.Words, " or "))
	case *int:
		all = append(all, fmt.Sprint(*f))
		if s.Words != nil {
			all = append(all, strings.Join(s.Words, " or "))
		} else {
			all = append(all, fmt.Sprint("least ", s.Least), fmt.Sprint("most ", s.Most))
		}
	case *[]int:
		all = append(all, fmt.Sprint(*f), fmt.Sprintf("%d to %d, at least %d", s.Least, s.Most, s.Fewest))
	case *[]Why:
		all = append(all, fmt.Sprint(*f), strings.Join(s.Words, " or "))
	}
	return all
}

func TestRecommendedPartsByTheirFigures(t *testing.T) {
	calls := func(shared bool) Breaker {
		return Breaker{
			On: []int{403}, Open: 605e9, Obey: true, Probe: 60e9, After: 5, Per: PerNode, Shared: shared,
		}
	}
	nets := func(shared bool, patience time.Duration) []Part {
		return []Part{
			Breaker{
				On: []int{403}, Open: 605e9, Obey: true, Probe: 60e9, Per: PerNode, Shared: shared,
			},
			Breaker{On: []int{429}, Open: 60e9, Obey: true, Per: PerCustomer},
			RememberFailure{For: 5e9}, InvalidGrant{Reread: true, Again: 60e9}, AskAgain{Tries: 5},
			Ration{
				Rate: Rate{54, 60e9}, Burst: 1, Patience: patience, OverNodes: true,
				Spread: true, Shared: shared,
			},
		}
	}
	shared := Cache{
		Shared: true, LookIfRefused: true, Margin: 30e9, RememberWhenDown: true,
		Patience: 2e9, FenceGeneration: true,
	}
	look := Look(shared)
	look.Patience, look.FenceGeneration, look.KeepInMargin = 250e6, false, true
	require.Equal(t, append([]Part{
		calls(true), Retry{Retries: 2, Young: 5e9}, look, Lease{
			Hold: 10e9, Poll: 200e6, Patience: 32e9, Renew: true, Fence: true, Release: ReleaseOwner,
			Unforgiven: 60e9,
		}, shared,
	}, nets(true, 40e9)...), Recommended())
	own := Cache{LookIfRefused: true, Margin: 30e9, RememberWhenDown: true, Patience: 2e9}
	quick := Look(own)
	quick.Patience = 250e6
	require.Equal(t, append([]Part{
		calls(false), Retry{Retries: 2, Young: 2e9},
		RefreshAhead{Before: 300e9, AtMostHalf: true, Jitter: 300e9, Again: 60e9},
		quick, SingleFlight{Patience: 32e9}, own,
	}, nets(false, 120e9)...), RecommendedUnshared())
}
