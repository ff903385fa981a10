package fakecarrier

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// All that a carrier of ours says has its source, or the word assumed, and nothing else has one.
func TestFactsHaveSources(t *testing.T) {
	for _, name := range Profiles() {
		p := profiles[name]
		known := map[string]bool{}
		for _, f := range p.Facts() {
			require.NotEmpty(t, f.Source, "%s: %s %s", name, f.Key, f.Value)
			known[f.Key] = true
		}
		for key := range p.Sources {
			require.Contains(t, known, key, name)
		}
	}
}

// What cannot matter is no fact.
func TestFactsThatMatter(t *testing.T) {
	facts := func(t RefreshTerms) (all []string) {
		for _, f := range t.facts() {
			all = append(all, f.Key+": "+f.Value)
		}
		return all
	}
	require.Equal(t, []string{"rotation: none"},
		facts(RefreshTerms{Rotation: RotateNever(), Replay: ReplayNew, KeepsAccess: true}))
	require.Equal(t, []string{"rotation: rotate", "old_refresh: stays"},
		facts(RefreshTerms{OldStays: true, Replay: ReplayNew}))
	require.Equal(t, []string{"rotation: rotate", "replay: new", "on_reuse: refuse"},
		facts(RefreshTerms{Replay: ReplayNew, OnReuse: RefuseToken, KeepsAccess: true}))
	require.Equal(t, []string{
		"rotation: rotate", "reuse_interval: 30s", "reach: 2", "replay: current", "on_reuse: revoke",
		"revokes_access: false",
	}, facts(RefreshTerms{ReuseInterval: 30e9, Reach: 2, Replay: ReplayCurrent, KeepsAccess: true}))
}
