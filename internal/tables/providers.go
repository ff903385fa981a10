package main

import (
	"cmp"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/command"
)

// providers renders the carriers that give refresh tokens, each as one row.
func providers() (string, error) {
	var rows [][]string
	for _, name := range fakecarrier.Profiles() {
		p, err := fakecarrier.LookupProfile(name)
		if err != nil {
			return "", err
		}
		if p.Grants.Refresh == nil {
			continue
		}
		said := saidOf(&p)
		all := func(keys ...string) string {
			var found []string
			for _, key := range keys {
				if v := said["refresh."+key]; v != "" {
					found = append(found, key+": "+v)
				}
			}
			return cmp.Or(strings.Join(found, ", "), "-")
		}
		rows = append(rows, []string{
			code(name), said["token_life"], said["expires_in"], said["tokens"],
			all("rotation", "old_refresh", "supersede", "at_most"),
			all("life", "life_from", "idle", "families"),
			all("reuse_interval", "reach", "reuse_times", "forgives_parent", "replay", "concurrent"),
			all("on_reuse", "revokes_access"), said["answers.invalid_grant"], command.Limits(&p),
		})
	}
	return markdown([]string{
		"carrier", "token lives", "said", "older tokens", "refresh token", "it lives", "forgiven",
		"reuse", "refused as", "limits",
	}, rows), nil
}

// saidOf is what a profile says of its carrier, by key.
func saidOf(p *fakecarrier.Profile) map[string]string {
	said := map[string]string{}
	for _, f := range p.Facts() {
		said[f.Key] = f.Value
	}
	return said
}

// facts renders all that the profiles say, each with its source.
func facts() (string, error) {
	var rows [][]string
	for _, name := range fakecarrier.Profiles() {
		p, err := fakecarrier.LookupProfile(name)
		if err != nil {
			return "", err
		}
		for i, f := range p.Facts() {
			of := code(name)
			if i > 0 {
				of = ""
			}
			rows = append(rows, []string{of, code(f.Key), f.Value, cmp.Or(f.Source, "-")})
		}
	}
	return markdown([]string{"carrier", "key", "it says", "source"}, rows), nil
}
