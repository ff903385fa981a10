package wire

// An Operation is one call of the API. It needs a token.
//
// Its texts name places of the request: /a/0/b is a JSON pointer into the body, in which * stands
// for every element of a list, and ./a one into the element that is being answered; path.x, query.x
// and header.x are what their names say. A multipart form is a body too: its parts are members, a
// part of JSON is what it says, a file is an object with name, type and size. Package reply has the
// other places, and says how the template of an answer is read.
type Operation struct {
	Method string
	Path   string // a segment in braces is any one, and its name, as {inquiryNumber}
	Source string // the document that describes it; "" is assumed

	Requires []string // places where a request has something
	Example  Example

	Makes    *Makes // what the operation makes, and later requests find
	Finds    *Finds // what an earlier request made, and this one is about
	Quotes   *Quotes
	Document string // place of the format of labels and documents, as /format; "" is PDF

	Status  int     // of the answer; 0 is 200
	Body    string  // template of the answer; "" is none
	Form    bool    // each member of the Body is a part of a form, unless JSON is accepted
	Outcome Outcome // if not 0, this is always the answer

	Forbidden string // template of the body for a blocked client; "" is that of Answers
}

// An Example is a request that the operation answers well. Its texts are templates over the answer
// to the example of the operation After, and over earlier ones of those; a place stands for a text.
// Where the Wire's Requests do not say of which kind a field is, it must be of that in the example.
type Example struct {
	After string // METHOD PATH; "" is none
	Path  string // what stands for the segments in braces, and the query; "" is the Path
	Body  string // "" is none, or {} where the operation needs an object
	Type  string // of the body; "" is application/json

	Header [2]string // name and value; empty is none
}

// A Makes says what an operation makes: parcels, pickups, documents.
type Makes struct {
	Kind   string   // as shipment: which requests find it
	Number Number   // how it is numbered
	Key    string   // place of the number that the caller gives; "" is none
	Of     string   // place of the number of what it is a part of; "" is that of the first one made
	Each   string   // place of a list: one for each element; "" is one
	Times  string   // place in an element: for how many it stands
	Known  []string // places of other texts that it is found by
}

// A Number says how things are numbered.
type Number struct {
	Scheme Scheme
	Like   string // for Serial: a text in which each # is a digit
	Zip    string // for DHLEcommerce: place of the ZIP code
}

// A Scheme is a way of numbering; package reply has what each of them means.
type Scheme uint8

// The schemes.
const (
	Serial       Scheme = iota // digits where Like has #
	FedEx                      // 12 digits, the last one a check digit
	UPS                        // 1Z, shipper, service, serial, check digit
	USPS                       // 22 digits of an Intelligent Mail package barcode
	USPSAbroad                 // two letters, nine digits, US: UPU S10
	DHLEcommerce               // 420, ZIP code, and a number of USPS
)

// A Finds says which thing an operation is about.
type Finds struct {
	Kind string
	By   string // place of its number; several with | between them: the first that has one
	Ends bool   // it is cancelled, with all that was made together with it

	Ended bool // one that was cancelled is found, too
	// Changes: this request stands for the one that made it.
	Changes bool
}

// A Quotes says what the prices of an answer hang on.
type Quotes struct {
	Service  string // place of the code of a service; where nothing is, all are quoted
	All      string // place of a word that begins with Shop where all are quoted nonetheless
	Packages string // place of the list of packages; "" is the body, one package
	Weight   string // place in a package
	Unit     string // place in a package: LB, KG, OZ, G; where nothing is, pounds
	Times    string // place in a package: for how many it stands; "" is one
}

// A Service is what a carrier ships by. Its prices are assumed: there is no tariff here.
type Service struct {
	Code   string
	Name   string
	Cents  int64 // of a package
	PerLB  int64 // cents of each pound begun
	Days   int   // until it is delivered
	Abroad bool  // quoted alone if asked for
}
