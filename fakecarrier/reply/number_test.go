package reply

import (
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
)

// Check digits are held to numbers that carriers print, by the same sums as ours make them.
func TestCheckDigits(t *testing.T) {
	// 986578788855 and 477179081230 are FedEx's test numbers, worked out by hand: from the right
	// 5*1+8*3+8*7+8*1+7*3+8*7+7*1+5*3+6*7+8*1+9*3 = 269, and 269 modulo 11 is 5.
	require.True(t, fedexChecks("986578788855"))
	require.True(t, fedexChecks("477179081230"))
	require.False(t, fedexChecks("986578788856"))
	// The first is printed in UPS's documents, the others are in jkeen/tracking_number_data.
	require.True(t, upsChecks("1Z999AA10123456784"))
	require.True(t, upsChecks("1Z12345E6605272234"))
	require.True(t, upsChecks("1Z5R89390357567127"))
	require.False(t, upsChecks("1Z999AA10123456785"))
	// In jkeen/tracking_number_data.
	require.True(t, uspsChecks("9205590164917312751089"))
	require.False(t, uspsChecks("9205590164917312751088"))
	// UPU S10's own example.
	require.True(t, s10Checks("RB123456785GB"))
	require.False(t, s10Checks("RB123456784GB"))
}

// Whatever the seed and however many came before: the form is right, the check digit is, and no
// number comes twice.
func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		number wire.Number
		form   string
		checks func(string) bool
	}{
		{wire.Number{Scheme: wire.FedEx}, `^79\d{10}$`, fedexChecks},
		{wire.Number{Scheme: wire.UPS}, `^1Z999AA101\d{8}$`, upsChecks},
		{wire.Number{Scheme: wire.USPS}, `^94001899\d{14}$`, uspsChecks},
		{wire.Number{Scheme: wire.USPSAbroad}, `^LX\d{9}US$`, s10Checks},
		{wire.Number{Scheme: wire.DHLEcommerce}, `^420\d{5}9\d{21}$`, func(n string) bool {
			return uspsChecks(n[8:])
		}},
		{wire.Number{Like: "NQ##-####"}, `^NQ\d\d-\d{4}$`, func(string) bool { return true }},
	} {
		form := regexp.MustCompile(c.form)
		rapid.Check(t, func(t *rapid.T) {
			m := NewMemory(rapid.Uint64().Draw(t, "seed"))
			seen := map[string]bool{}
			for range 50 {
				n := m.next(c.number, "90210")
				require.Regexp(t, form, n)
				require.True(t, c.checks(n), n)
				require.False(t, seen[n], n)
				seen[n] = true
			}
		})
	}
}

func digit(c byte) int { return int(c - '0') }

// fedexChecks sums from the left, where the weights of 11 digits are 3, 1, 7.
func fedexChecks(n string) bool {
	sum := 0
	for i, times := range []int{3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1} {
		sum += digit(n[i]) * times
	}
	return sum%11%10 == digit(n[11])
}

// upsChecks reads letters from a table, A being 2.
func upsChecks(n string) bool {
	sum := 0
	for i := 2; i < len(n); i++ {
		value := digit(n[i])
		if n[i] >= 'A' {
			value = (int(n[i]-'A') + 2) % 10
		}
		if i%2 == 1 && i < len(n)-1 {
			value *= 2
		}
		sum += value
	}
	return sum%10 == 0
}

func uspsChecks(n string) bool { return n[21:] == checkOfUSPS(n[:21]) }

// checkOfUSPS sums the digits in odd and in even places apart.
func checkOfUSPS(n string) string {
	odd, even := 0, 0
	for i := 0; i < len(n); i += 2 {
		odd += digit(n[i])
	}
	for i := 1; i < len(n); i += 2 {
		even += digit(n[i])
	}
	return strconv.Itoa((10 - (3*odd+even)%10) % 10)
}

func s10Checks(n string) bool {
	sum := 0
	for i, times := range []int{8, 6, 4, 2, 3, 5, 9, 7} {
		sum += digit(n[2+i]) * times
	}
	return [...]int{5, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1}[sum%11] == digit(n[10])
}
