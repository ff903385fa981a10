package command

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
)

func init() { register(newCA) }

func newCA() *cobra.Command {
	var from adminOf
	var out string
	c := &cobra.Command{
		Use:   "ca",
		Short: "Print the certificate of the authority of a server that runs",
		Long: "Print the certificate of the authority that signs the certificates of a `tokenstorm " +
			"serve` with\n--tls or --intercept, as PEM. The server made the authority when it started; " +
			"its key is in its\nmemory alone. `tokenstorm env` writes the certificate for other programs, " +
			"and tells them.",
		Example: `  tokenstorm ca
  tokenstorm ca --out ca.pem && curl --cacert ca.pem https://localhost:8480/`,
		Args: takes(0, 0, "flags alone"),
		RunE: func(c *cobra.Command, _ []string) error {
			text, err := from.read(c.Context(), "ca.pem")
			if err != nil {
				return err
			}
			return outfile.Write(c.OutOrStdout(), out, func(w io.Writer) error {
				_, err := w.Write(text)
				return err
			})
		},
	}
	from.addFlags(c.Flags())
	c.Flags().StringVar(&out, "out", "-", "the file to write to; - is standard output")
	isWritten(c, "out", writesFile)
	return c
}
