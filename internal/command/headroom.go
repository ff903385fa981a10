package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/reports"
)

func init() { register(newHeadroom) }

func newHeadroom() *cobra.Command {
	var in logFlags
	var ids []string
	var by, charts string
	var out form
	c := &cobra.Command{
		Use:   "headroom FILE...",
		Short: "Show how full the windows of the limits were, by hour, day, client or host",
		Long: "Show how full the fullest window of each reading was: over time, with all hits as " +
			"those of one public IP,\nor of each client or host alone. Where stamps are coarse it is told " +
			"from what it had for sure to what it may\nhave had. The windows that came nearest to the " +
			"limit, or beyond it, are listed with their lines and with who\nsent their hits. FILEs are " +
			"logs as of judge.",
		Example: `  tokenstorm headroom access.log --path /oauth/token
  tokenstorm headroom access.log --by client --reading R1e --charts pictures`,
		Args: takes(1, mostFiles, "files, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			if !slices.Contains(reports.HeadroomBy(), by) {
				return fmt.Errorf("found --by %q; meant %s", by, unit.Meant(by, reports.HeadroomBy()))
			}
			readings, err := readingsOf(ids)
			if err != nil {
				return err
			}
			fedex := fedexTerms()
			h := reports.NewHeadroom(by, fedex.Thresholds, fedex.Ban, readings)
			account, err := in.read(c, args, func(hit *logs.Hit) error {
				h.Add(hit)
				return nil
			})
			if err != nil {
				return err
			}
			h.End()
			err = out.print(c.OutOrStdout(), repeatLine(c, args),
				func(b *bytes.Buffer, f reports.Format) {
					fmt.Fprintf(b, "%v\n", account)
					h.Print(b, account, f)
				},
				formats{"json": func(w io.Writer) error { return h.JSON(w, account) }})
			if charts != "" {
				d := h.Chart(account)
				err = errors.Join(err, writeChart(charts, "headroom", &d))
			}
			return err
		},
	}
	c.Flags().SortFlags = false
	c.Flags().StringVar(&by, "by", "hour", "hour, day, client or host")
	c.Flags().StringSliceVar(&ids, "reading", []string{"R1", "A1"},
		"show the windows of these readings")
	addCharts(c, &charts)
	in.add(c)
	out.addJSON(c, "print it as one JSON object")
	complete(c, "by", reports.HeadroomBy())
	return c
}
