package command

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/logs/infer"
	"github.com/tokenstorm/tokenstorm/reports"
)

func init() { register(newInfer) }

func newInfer() *cobra.Command {
	var in logFlags
	var out form
	c := &cobra.Command{
		Use:   "infer FILE...",
		Short: "Infer from the answers in a log which rule may be behind the bans",
		Long: "Infer from the answers in a log which rule may be behind the bans: which readings of " +
			"both\nthresholds, what prolongs a ban, how late it bites, whether the request that " +
			"violates is answered\nstill, which requests count, and whose are counted together. A rule " +
			"is refuted where no instants\nat which the requests may have arrived explain the answers: " +
			"between the beginning and the end of\neach, as exactly as the log has them. What is left " +
			"is consistent with the log, and not therefore true.\n\n403 is taken for the ban's answer. " +
			"An answer of 5xx, 408, 499 or none tells nothing, since the\nrequest may never have " +
			"arrived. Assumed besides: a ban lasts ten minutes, it bites within one, and\nnothing had " +
			"been asked for long before the log begins.",
		Example: `  tokenstorm infer access.log --path /oauth/token
  tokenstorm infer egress.log.1.gz egress.log --host apis.fedex.com --path /oauth/token --json`,
		Args: takes(1, mostFiles, "files, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			log := &reports.InferredLog{}
			var err error
			clients := map[string]string{} // each name once
			log.Account, err = in.read(c, args, func(h *logs.Hit) error {
				name, ok := clients[h.Client]
				if !ok {
					name = strings.Clone(h.Client)
					clients[name] = name
				}
				if len(log.Hits) == infer.MostHits {
					return &strict.Mistake{File: h.File, Line: h.Line, Column: 1,
						Found: fmt.Sprintf("more than %d hits, all of which would be held in memory",
							infer.MostHits),
						Meant: "fewer, by --since and --until around some bans, by --client or by --path"}
				}
				log.Hits = append(log.Hits, infer.Hit{
					From: h.Begin.From, Until: h.End.Until, Status: h.Answer(), Client: name,
					File: h.File, Line: h.Line,
				})
				return nil
			})
			if err != nil {
				return err
			}
			found := infer.Infer(log.Hits, fedexTerms())
			return out.print(c.OutOrStdout(), repeatLine(c, args),
				func(b *bytes.Buffer, f reports.Format) {
					fmt.Fprintf(b, "%v\n", log.Account)
					reports.Inference(b, log, found, f)
				},
				formats{"json": func(w io.Writer) error {
					return reports.InferenceJSON(w, log, found)
				}})
		},
	}
	c.Flags().SortFlags = false
	in.add(c)
	out.addJSON(c, "print what was found as one JSON object")
	return c
}

// fedexTerms are the thresholds and the ban of FedEx, whose sentence the readings read.
func fedexTerms() infer.Terms {
	fedex := shipped(fakecarrier.LookupProfile("fedex"))
	terms := infer.Terms{Thresholds: fedex.Thresholds()}
	for _, m := range fedex.Meters {
		terms.Ban = max(terms.Ban, m.Ban.For)
	}
	return terms
}
