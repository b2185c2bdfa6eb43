// Package verifier holds the second verifier of records: one file of JavaScript, verify.js, that runs in node and in
// any browser and shares no code with the rest. Whoever distrusts the program checks a record with it.
//
// It knows the file and nothing else. It refuses to know what the file says of a record: no part of the program asks
// it anything, so that no fault of the one can hide behind the other. Its tests hold both to the same verdict on every
// record of testdata/records, and on whatever a fuzzer makes of them.
package verifier

import _ "embed" // the file is part of the program, so that pages can hand it out

//go:embed verify.js
var script string

// Script answers the text of verify.js.
func Script() string { return script }
