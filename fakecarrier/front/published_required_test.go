package front

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// unasked are places that a document calls required, and that are not asked for here: a label is
// recovered by its tracking number or by a reference, and prices need no street.
var unasked = []string{
	"/LabelRecoveryRequest/ReferenceValues/ReferenceNumber/Value",
	"/LabelRecoveryRequest/ReferenceValues/ShipperNumber", "/LabelRecoveryRequest/Request",
	"/LabelRecoveryRequest/TrackingNumbers",
	"/RateRequest/Shipment/Shipper/Address/AddressLine",
	"/RateRequest/Shipment/ShipTo/Address/AddressLine",
	"/accountNumber/key", // of a registration; our example has it nowhere
}

// What the schema of a document calls required, in every request, an operation requires.
func TestRequiredOfDocumentsIsRequired(t *testing.T) {
	places := 0
	for _, carrier := range []string{"fedex", "ups"} {
		for _, o := range operationsTold(t, carrier) {
			d := &drawer{defs: o.defs}
			for _, at := range d.required(o.request, "", 0) {
				places++
				if slices.Contains(unasked, at) {
					continue
				}
				require.True(t, slices.ContainsFunc(o.operation.Requires, func(asked string) bool {
					asked, at := strings.ReplaceAll(asked, "/*", ""), strings.ReplaceAll(at, "/*", "")
					return asked == at || strings.HasPrefix(asked, at+"/")
				}), "%s %s does not require %s", o.operation.Method, o.operation.Path, at)
			}
		}
	}
	require.Greater(t, places, 200)
}

// required lists the places that a schema requires in every value: those without a part that it
// requires, too.
func (d *drawer) required(schema map[string]any, at string, depth int) (all []string) {
	schema, one := d.oneOf(schema)
	if !one || depth > 2*mostDeep {
		return nil
	}
	if items, _ := schema["items"].(map[string]any); items != nil {
		return d.required(items, at+"/*", depth+1)
	}
	properties, _ := schema["properties"].(map[string]any)
	names, _ := schema["required"].([]any)
	for _, name := range sortedNames(properties) {
		of, isSchema := properties[name].(map[string]any)
		if !isSchema || !slices.Contains(names, any(name)) {
			continue
		}
		below := d.required(of, at+"/"+name, depth+1)
		if len(below) == 0 {
			below = []string{at + "/" + name}
		}
		all = append(all, below...)
	}
	return all
}

// oneOf follows references to a schema; not one if there are several to choose from.
func (d *drawer) oneOf(schema map[string]any) (of map[string]any, one bool) {
	for {
		ref, _ := schema["$ref"].(string)
		next, ok := d.defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
		if !ok {
			return schema, schema["oneOf"] == nil && schema["anyOf"] == nil
		}
		schema = next
	}
}
