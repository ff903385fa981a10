package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// Containers and the parcels in them.
var _ = publish("usps",
	wire.Operation{
		Method: "POST", Path: "/containers/v3/containers",
		Source: uspsReadme,
		Requires: []string{
			"/mailClass", "/destinationZIPCode", "/originAddress", "/MID",
		},
		Example: wire.Example{
			Body: `{"imageInfo":{"imageType":"PDF","labelType":"6X4LABEL"},
				"trackingNumbers":["9261212345678900017634"],"sortType":"SACK",
				"destinationEntryFacilityType":"DESTINATION_DELIVERY_UNIT",
				"destinationZIPCode":"06701","mailClass":"PARCEL_SELECT",
				"originAddress":{"firstName":"John","lastName":"Smith",
				"streetAddress":"4120 Bingham Ave","city":"St. Louis","state":"MO","ZIPCode":"63116"},
				"mailerName":"John Smith AC.","processingCategory":"MACHINABLE",
				"containerTopology":"NESTED","MID":"2"}`,
		},
		Makes: &wire.Makes{
			Kind: "container", Number: wire.Number{Like: "99M900066875EMA######"},
		},
		Document: "/imageInfo/imageType",
		Form:     true,
		Body: `{"containerMetadata":{"containerID":"${number}",
			"sortType":"${its/sortType}",
			"destinationEntryFacilityType":"${its/destinationEntryFacilityType}",
			"destinationZIPCode":"${its/destinationZIPCode}","mailClass":"${its/mailClass}",
			"originAddress":"${its/originAddress}","mailerName":"${its/mailerName}",
			"processingCategory":"${its/processingCategory}",
			"containerTopology":"${its/containerTopology}","warnings":[],"MID":"${its/MID}"},
			"labelImage":"${label}"}`,
	},
	wire.Operation{
		Method: "POST", Path: "/containers/v3/containers/{containerID}/packages",
		Source: uspsReadme,
		Requires: []string{
			"/trackingNumbers",
		},
		Example: wire.Example{
			After: "POST /containers/v3/containers",
			Path:  "/containers/v3/containers/${/containerMetadata/containerID}/packages",
			Body:  `{"trackingNumbers":["9261212345678900017627"]}`,
		},
		Finds: &wire.Finds{Kind: "container", By: "path.containerID"},
		Body: `{"containerID":"${number}","sortType":"${its/sortType}",
			"destinationEntryFacilityType":"${its/destinationEntryFacilityType}",
			"destinationZIPCode":"${its/destinationZIPCode}","mailClass":"${its/mailClass}",
			"originAddress":"${its/originAddress}","mailerName":"${its/mailerName}",
			"processingCategory":"${its/processingCategory}",
			"containerTopology":"${its/containerTopology}","warnings":[],"MID":"${its/MID}"}`,
	},
	wire.Operation{
		Method: "DELETE", Path: "/containers/v3/containers/{containerID}/packages",
		Source: uspsPostman,
		Example: wire.Example{
			After: "POST /containers/v3/containers",
			Path:  "/containers/v3/containers/${/containerMetadata/containerID}/packages",
		},
		Finds: &wire.Finds{Kind: "container", By: "path.containerID"},
		Body: `{"containerID":"${number}","sortType":"${its/sortType}",
			"destinationEntryFacilityType":"${its/destinationEntryFacilityType}",
			"destinationZIPCode":"${its/destinationZIPCode}","mailClass":"${its/mailClass}",
			"originAddress":"${its/originAddress}","mailerName":"${its/mailerName}",
			"processingCategory":"${its/processingCategory}",
			"containerTopology":"${its/containerTopology}","warnings":[],"MID":"${its/MID}"}`,
	},
	wire.Operation{
		Method: "DELETE", Path: "/containers/v3/containers/{containerID}/packages/{trackingNumber}",
		Source: uspsPostman,
		Example: wire.Example{
			After: "POST /containers/v3/containers",
			Path:  "/containers/v3/containers/${/containerMetadata/containerID}/packages/1",
		},
		Finds: &wire.Finds{Kind: "container", By: "path.containerID"},
		Body: `{"containerID":"${number}","sortType":"${its/sortType}",
			"destinationEntryFacilityType":"${its/destinationEntryFacilityType}",
			"destinationZIPCode":"${its/destinationZIPCode}","mailClass":"${its/mailClass}",
			"originAddress":"${its/originAddress}","mailerName":"${its/mailerName}",
			"processingCategory":"${its/processingCategory}",
			"containerTopology":"${its/containerTopology}","warnings":[],"MID":"${its/MID}"}`,
	},
	wire.Operation{
		Method: "POST", Path: "/containers/v3/containers/manifest",
		Source: uspsPostman,
		Requires: []string{
			"/containers",
		},
		Example: wire.Example{
			After: "POST /containers/v3/containers",
			Body:  `{"containers":["${/containerMetadata/containerID}"]}`,
		},
		Finds: &wire.Finds{Kind: "container", By: "/containers/*"},
		Body:  `{"manifestNumber":"${number}","containers":"${/containers}"}`,
	},
)
