// Command accede keeps records of admissions and decides questions by the rules of bodies that decide by consent.
//
// It knows how people call it: verbs, flags, exit codes, a terminal. It refuses to know what anything means: every
// verb hands its work to a package and prints what comes back. One file a verb; run.go puts all parts together.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv)
	stop()
	os.Exit(code)
}
