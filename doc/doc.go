// Package doc holds the one document that programs read: the description of the HTTP API.
//
// It knows the file, and refuses to know what stands in it: package api makes it from its routes, and a test there holds
// the two together.
package doc

import _ "embed"

//go:embed openapi.json
var openapi string

// OpenAPI answers the description of the HTTP API [OpenAPI 3.1], as JSON.
func OpenAPI() string { return openapi }
