// Package house is the tests of the tree itself: who may import whom, what the law must not know, and the habits
// that CONTRIBUTING asks for.
//
// It knows Go source, Markdown and the names of files. It refuses to know what any of it means: it imports nothing of
// this module and nothing outside the standard library, so that it runs, quickly, with everybody's go test ./...
// Each check is a function from a tree to faults, run once on the real tree and once on a tree with the fault
// planted in it: a check that cannot fail is not one.
package house
