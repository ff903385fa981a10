package main

import (
	"bytes"
	"flag"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
	"github.com/tokenstorm/tokenstorm/internal/command"
)

// tokenstorm is the command as it defines itself.
func tokenstorm() *cobra.Command { return command.Commands()[0].Root() }

// fakecarrierFlags are the flags as the command defines them.
func fakecarrierFlags() *flag.FlagSet {
	set := flag.NewFlagSet("fakecarrier", flag.ContinueOnError)
	server.Flags(set, nil) // no scenario is read
	set.Bool("version", false, "print the version, and end")
	return set
}

// fakecarrier is its command in the form that manuals are made of.
func fakecarrier() *cobra.Command {
	c := &cobra.Command{
		Use:   "fakecarrier",
		Short: "Serve a parcel carrier to test against",
		Long: "Serve a fake carrier over HTTP: tokens, limits and bans of a carrier, and an admin API " +
			"that moves its clock, imposes bans, injects faults and gives a verdict. It is " +
			"`tokenstorm serve` without the rest.\n\nIt listens on loopback alone, unless told " +
			"otherwise. It ends on an interrupt: exit code 0; 104 is a mistake in the configuration.",
		Run: func(*cobra.Command, []string) {},
	}
	c.Flags().AddGoFlagSet(fakecarrierFlags())
	return c
}

// manuals are the pages of all commands.
func manuals(of *release) (pages []file, err error) {
	storm := tokenstorm()
	for _, c := range append([]*cobra.Command{storm, fakecarrier()}, storm.Commands()...) {
		name := c.Name()
		if c.HasParent() {
			name = c.Parent().Name() + "-" + name
		}
		if c.Hidden || name == "tokenstorm-help" || name == "tokenstorm-completion" {
			continue
		}
		c.DisableAutoGenTag = true // it would have the date of today
		var page bytes.Buffer
		err := doc.GenMan(c, &doc.GenManHeader{Section: "1", Date: &of.time,
			Source: "tokenstorm " + of.number(), Manual: "tokenstorm"}, &page)
		if err != nil {
			return nil, err
		}
		pages = append(pages, file{"man/" + name + ".1", 0o644, page.Bytes()})
	}
	return pages, nil
}
