// Package api is the record over HTTP, as JSON: everything the pages show, every act, the exact bytes and their proofs.
//
// It knows addresses, parameters, headers and the order of checks before an act is handed in. It refuses to know what is
// decided and how it is shown: the views are those of the pages and of the command line, acts go to the depositary as they
// came, and what an error means stands in package fault.
//
// Files: api.go puts it together; routes.go is the table of addresses, from which the description in doc/openapi.json
// is made and checked; call.go is one request, tag.go what of it may be answered with "as you have it", reply.go and
// problem.go how it is answered; reads.go, rooms.go and record.go are what is read, tools.go what is
// worked out, acts.go and decide.go what is sent, strict.go how it is read, enclosed.go what lies beside the record,
// events.go the stream; limit.go keeps one caller from taking all.
package api
