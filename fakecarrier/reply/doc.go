// Package reply makes the answer to a call of a carrier's API, from the request and from what
// earlier requests made. What an operation answers is data, a [wire.Operation]; nothing here knows
// a carrier. It reads no clock and draws no chance: a [Call] says when, a [Memory] counts what it
// numbers.
//
// The template of an answer is JSON. A text in it has values of ${...}: places of the request, as
// package wire has them, or
//
//   - id, date, tomorrow, compact_date, time, compact_time, client, path, api: of this answer
//   - number, key, master, index, count, ended, live, made_on, made_compact: of the thing that was
//     made or found; its/a and its./a are places of the request that made it, and of its element
//   - price, service, service_name, days, delivery, packages, weight: of a quote
//   - label, label_type: a document in the format that was asked for, in base64, and what it is
//
// Of alternatives, as ${/a|/b|=c}, the first that is there counts; =c is the text c. A text that is
// one value has its type: an object, a list, a number; ${/a:text} is always a text, :number a
// number, :count the length of a list, :upper in upper case. A member whose value is not there is
// left out. An object whose first member is
//
//   - $each is a list: of $item for each element of a place, of made, of quotes, or of what is kept
//     of a KIND as part of the place $of
//   - $find is $then where a thing of the kind has the number at $by, and $else where none has
//   - $if is $then where something is at that place, and $else where nothing is
//
// Choices where no document describes the carrier: things are forgotten, the oldest first, when
// there are more than 4,096, or when the requests that made them take 16 MB.
package reply
