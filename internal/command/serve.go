package command

import (
	"flag"

	"github.com/jonboulle/clockwork"
	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
)

func init() { register(newServe) }

func newServe() *cobra.Command {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	configure := server.Flags(flags)
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve a fake carrier over HTTP, for an application to be tested against",
		Long: "Serve a fake carrier over HTTP: tokens, limits and bans of a carrier, and an admin " +
			"API that\nmoves its clock, imposes bans, injects faults and gives a verdict. Loopback " +
			"alone, unless told\notherwise. It ends on an interrupt. The command fakecarrier is the " +
			"same without the rest.",
		Example: `  tokenstorm serve
  tokenstorm serve --profile ups --time-scale 60
  tokenstorm serve --listen 127.0.0.1:8490=203.0.113.7 --admin same`,
		Args: takes(0, 0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			config, err := configure()
			if err != nil {
				return err
			}
			endReading(c.Context())
			return server.Run(c.Context(), config, clockwork.NewRealClock(), c.ErrOrStderr())
		},
	}
	c.Flags().AddGoFlagSet(flags)
	return c
}
