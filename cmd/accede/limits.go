package main

import (
	"cmp"
	"time"
)

// limitChoices are how much is taken and held for others; what is 0 is as it is without the flag.
type limitChoices struct {
	OpenPages     int           `name:"open-pages" default:"20000" placeholder:"N" help:"Open pages that are kept in step at once (default ${default})."`
	HeaderWithin  time.Duration `name:"header-within" default:"10s" placeholder:"TIME" help:"How long a caller may take to say what it asks (default ${default})."`
	ClockJump     time.Duration `name:"clock-jump" default:"5s" placeholder:"TIME" help:"By how much the clock may be set, forward or back, before nothing is entered until it is right again, or SIGHUP says that it is (default ${default})."`
	EnclosedBytes int64         `name:"enclosed-bytes" placeholder:"N" help:"Most bytes of what lies enclosed beside the record (default 4 GiB)."`
}

// headerWithin is how long a caller may take to say what it asks; also for a server that is put together by hand.
func (l limitChoices) headerWithin() time.Duration { return cmp.Or(l.HeaderWithin, 10*time.Second) }
