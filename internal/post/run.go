package post

import (
	"context"
	"sync"
	"time"

	"accede/internal/outbox"
)

// Run writes and sends letters until the context ends: whenever the record has grown, and as time passes. Errors are
// logged and tried again; nothing that was to be told is lost by them.
func (o *Office) Run(ctx context.Context, clock func() time.Time, grown <-chan int64) {
	var wg sync.WaitGroup
	written := make(chan struct{}, 1+callers)
	wg.Go(func() { o.send(ctx, clock, written, outbox.Mail, outbox.Invitation) })
	for range callers {
		wg.Go(func() { o.send(ctx, clock, written, outbox.Webhook) })
	}
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	for {
		if err := o.Step(ctx, clock()); err != nil && ctx.Err() == nil {
			o.Log.Error("letters not written", "err", err)
		}
		for range 1 + callers {
			select {
			case written <- struct{}{}:
			default: // they know
			}
		}
		select {
		case _, ok := <-grown:
			if !ok {
				grown = nil
			}
		case <-tick.C:
		case <-ctx.Done():
			wg.Wait()
			return
		}
	}
}

// callers is how many webhooks are called at once, so that one that takes long holds up no other. Letters go one after
// another: of no more than one it is unknown, after a crash, whether it was taken.
const callers = 4

// lookAgain is how often it is looked whether time has brought something to tell.
const lookAgain = 15 * time.Second

// send sends what is due, whenever something was written and as the time of the next attempt comes.
func (o *Office) send(ctx context.Context, clock func() time.Time, written <-chan struct{}, channels ...outbox.Channel) {
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for {
		if _, err := o.Send(ctx, clock, channels...); err != nil && ctx.Err() == nil {
			o.Log.Error("letters not sent", "err", err)
		}
		select {
		case <-written:
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
