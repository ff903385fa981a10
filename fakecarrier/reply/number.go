package reply

import (
	"fmt"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// next returns a number that nobody had: the same seed and the same order give the same numbers.
func (m *Memory) next(n wire.Number, zip string) string {
	m.serial++
	at := mix(m.seed)>>8 + m.serial // one of a session's own
	switch n.Scheme {
	case wire.FedEx:
		return fedexNumber(at)
	case wire.UPS:
		return upsNumber(at)
	case wire.USPS:
		return uspsNumber(at)
	case wire.USPSAbroad:
		return s10Number(at)
	case wire.DHLEcommerce:
		return "420" + zip + uspsNumber(at)
	case wire.Serial:
	}
	return serialNumber(n.Like, at)
}

// serialNumber puts digits where the text has #.
func serialNumber(like string, at uint64) string {
	digits := []byte(like)
	for i := len(digits) - 1; i >= 0; i-- {
		if digits[i] == '#' {
			digits[i] = byte('0' + at%10)
			at /= 10
		}
	}
	return string(digits)
}

// fedexNumber is one of FedEx Express: 12 digits, the last one a check digit. From the right the
// others count 1, 3, 7 times; their sum modulo 11, and that modulo 10. Source: the couriers/fedex
// table of jkeen/tracking_number_data; jbittel/drogher, shippers/fedex.py.
func fedexNumber(at uint64) string {
	digits := fmt.Sprintf("79%09d", at%1e9)
	sum, times := 0, [...]int{1, 3, 7}
	for i := range len(digits) {
		sum += int(digits[len(digits)-1-i]-'0') * times[i%3]
	}
	return digits + itoa(sum%11%10)
}

// upsNumber is 1Z, a shipper of six, a service of two and a serial number of seven characters, and
// a check digit: those in odd places count once, those in even places twice, a letter as its code
// less 3, modulo 10; the check digit makes the sum a multiple of ten. Source: the couriers/ups
// table of jkeen/tracking_number_data; jbittel/drogher, shippers/ups.py. The shipper is assumed:
// that of the example 1Z999AA10123456784, which UPS prints.
func upsNumber(at uint64) string {
	digits := fmt.Sprintf("999AA101%07d", at%1e7)
	sum := 0
	for i := range len(digits) {
		value := int(digits[i] - '0')
		if digits[i] >= 'A' {
			value = int(digits[i]-3) % 10
		}
		sum += value * (1 + i%2)
	}
	return "1Z" + digits + itoa((10-sum%10)%10)
}

// uspsNumber is an Intelligent Mail package barcode of 22 digits: 94, a service of three, a mailer
// of nine, a serial number of seven, and a check digit: from the right the others count 3, 1, 3,
// ... times, and it makes the sum a multiple of ten. Source: USPS Publication 199; the
// couriers/usps table of jkeen/tracking_number_data. The mailer is assumed.
func uspsNumber(at uint64) string {
	digits := fmt.Sprintf("94001899%06d%07d", 999999, at%1e7)
	sum := 0
	for i := range len(digits) {
		sum += int(digits[len(digits)-1-i]-'0') * (3 - i%2*2)
	}
	return digits + itoa((10-sum%10)%10)
}

// s10Number is one of the Universal Postal Union: two letters, eight digits, a check digit, a
// country. Source: UPU standard S10: weights 8, 6, 4, 2, 3, 5, 9, 7; 11 less the sum modulo 11, 10
// becomes 0 and 11 becomes 5.
func s10Number(at uint64) string {
	digits := fmt.Sprintf("%08d", at%1e8)
	sum := 0
	for i, times := range [...]int{8, 6, 4, 2, 3, 5, 9, 7} {
		sum += int(digits[i]-'0') * times
	}
	check := 11 - sum%11
	switch check {
	case 10:
		check = 0
	case 11:
		check = 5
	}
	return "LX" + digits + itoa(check) + "US"
}

// zipOf is the five digits of a ZIP code, zeros where it has none.
func zipOf(text string) string {
	zip, _, _ := strings.Cut(text, "-")
	if len(zip) != 5 || strings.Trim(zip, "0123456789") != "" {
		return "00000"
	}
	return zip
}

// mix is the finalizer of SplitMix64: it turns similar numbers into different ones.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
