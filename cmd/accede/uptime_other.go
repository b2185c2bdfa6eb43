//go:build !linux

package main

import "time"

// uptime answers a clock that nobody sets. Where the system stops it while the machine sleeps, sleep looks like a jump.
func uptime() func() time.Duration {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}
