package command

import (
	"flag"

	"github.com/jonboulle/clockwork"
	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
	"github.com/tokenstorm/tokenstorm/scenarios/drive"
)

func init() { register(newServe) }

func newServe() *cobra.Command {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	configure := server.Flags(flags, drive.Serve)
	c := &cobra.Command{
		Use:   "serve [SCENARIO]",
		Short: "Serve a fake carrier over HTTP, for an application to be tested against",
		Long: "Serve a fake carrier over HTTP: tokens, limits and bans of a carrier, and an admin " +
			"API that\nmoves its clock, imposes bans, injects faults and gives a verdict. Loopback " +
			"alone, unless told\notherwise. It ends on an interrupt. The command fakecarrier is the " +
			"same without the rest.\n\n" +
			"With a scenario, it is the scenario's carrier: its terms, and those of its faults that " +
			"are the\ncarrier's; its customers are signed in, as client ids customer-0, customer-1 ...",
		Example: `  tokenstorm serve
  tokenstorm serve rotating-two-processes --admin same
  tokenstorm serve --profile ups --time-scale 60
  tokenstorm serve --listen 127.0.0.1:8490=203.0.113.7 --admin same`,
		Args: takes(0, 1, "a scenario, or nothing"),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				if err := flags.Set("scenario", args[0]); err != nil {
					return err
				}
			}
			config, err := configure()
			if err != nil {
				return err
			}
			config.Stdout = c.OutOrStdout()
			endReading(c.Context())
			return server.Run(c.Context(), config, clockwork.NewRealClock(), c.ErrOrStderr())
		},
	}
	c.Flags().AddGoFlagSet(flags)
	return c
}
