// Package load is a crowd that asks a server: parties that sign acts and hand them in over HTTP, and viewers who keep
// pages open. It measures how fast they are answered, and what the server spends on them.
//
// It knows addresses, keys of its own and the clock. It refuses to know the server from inside: what it measures went
// over a socket, and an act counts as acknowledged when its receipt was read to the end. Its keys are derived from
// names that anybody can read here: a record it acts in is worth nothing else.
//
// Files: body.go is the body whose parties act, acts.go what they sign; wire.go is one connection; crowd.go hands acts
// in, viewers.go listens; times.go counts how long things took, figures.go reads what the server says of itself,
// cpu_unix.go and cpu_other.go what the crowd spends; bare.go is the least that could answer.
package load
