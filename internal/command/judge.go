package command

import (
	"bytes"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/accesslog"
)

func init() { register(newJudge) }

func newJudge() *cobra.Command {
	var ids []string
	var path, ip string
	var out form
	c := &cobra.Command{
		Use:   "judge FILE",
		Short: "Judge recorded token hits under every reading of the ban rule",
		Long: "Judge recorded token hits under every reading of the ban rule: when each was first " +
			"violated, and\nhow full its fullest window was. FILE is a list of decimal seconds, one " +
			"hit a line, or an access log\nin Common or Combined Log Format; either may be gzipped; " +
			"- is standard input. Times of a list count\nfrom 0, of a log from its first hit. The " +
			"hits are judged as they stand: no ban takes effect.\n\nThe hits behind a verdict are shown " +
			"of each reading that --reading names, else of the two violated\nfirst. --json has them of " +
			"every reading: violated_by, the hits that filled the window that was violated\nfirst, and " +
			"fullest, those of its fullest window.",
		Example: `  tokenstorm judge hits.txt
  tokenstorm judge access.log.gz --path /oauth/token --ip 198.51.100.7
  tokenstorm judge hits.txt --reading R1 --reading A1 --json`,
		Args: takes(1, 1, "one file, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			readings, err := readingsOf(ids)
			if err != nil {
				return err
			}
			hits, err := readHits(c.InOrStdin(), args[0], path, ip)
			if err != nil {
				return err
			}
			judged := quota.Judge(hits.At, judgedThresholds(), readings)
			log := &reports.JudgedLog{
				Account: &logs.Account{Read: len(hits.At), Kept: len(hits.At),
					Offsets: hits.Origin.Unix() == 0},
				First: hits.At[0].UnixNano(), Last: hits.At[len(hits.At)-1].UnixNano(),
				Place: func(number int64) logs.Place {
					return logs.Place{File: args[0], Line: hits.Lines[number]}
				},
			}
			return out.print(c.OutOrStdout(), repeatLine(c, args),
				func(b *bytes.Buffer, f reports.Format) {
					reports.Judgements(b, log, judged, len(ids) > 0, f)
				},
				formats{"json": func(w io.Writer) error {
					return reports.JudgementsJSON(w, log, judged)
				}})
		},
	}
	c.Flags().SortFlags = false
	c.Flags().StringSliceVar(&ids, "reading", nil, "judge under these readings (default all)")
	c.Flags().StringVar(&path, "path", "", "of a log, keep requests of this path and below")
	c.Flags().StringVar(&ip, "ip", "", "of a log, keep requests of this host")
	out.addJSON(c, "print the verdicts as one JSON object")
	complete(c, "reading", quota.ReadingIDs())
	return c
}

// judgedThresholds are those of FedEx, whose sentence the readings read.
func judgedThresholds() []quota.Threshold {
	fedex := shipped(fakecarrier.LookupProfile("fedex"))
	return fedex.Thresholds()
}

// readingsOf returns the readings of these ids in the order of all, all of them if none is named.
func readingsOf(ids []string) ([]string, error) {
	for _, id := range ids {
		if _, err := quota.LookupReading(id); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(quota.ReadingIDs(), func(id string) bool {
		return len(ids) > 0 && !slices.Contains(ids, id)
	}), nil
}

func readHits(in io.Reader, file, path, ip string) (*accesslog.Hits, error) {
	name := "stdin"
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in, name = f, file
	}
	hits, err := accesslog.ReadHits(name, in, path, ip)
	if err != nil || len(hits.At) > 0 {
		return hits, err
	}
	meant := "a hit a line"
	if path != "" || ip != "" {
		meant = "requests that match --path and --ip"
	}
	return nil, &strict.Mistake{File: name, Line: 1, Column: 1, Found: "no hits", Meant: meant}
}
