package lookup

import (
	"context"
	"time"

	"accede/dossier"
)

// resting is how many times as long as it has worked Follow rests while the record grows.
const resting = 9

// Follow brings the index on as a record grows, a stretch at a time, until sizes is closed. Acts come first: while more
// of them come in it works a tenth of the time and falls behind, and catches up when they have ended. Whoever looks for
// something meanwhile has the index brought on by Find. trouble hears of what went wrong; it is tried again when the
// record has grown.
func (k *Desk) Follow(ctx context.Context, sizes <-chan int64, docket func(context.Context) (*dossier.Docket, error), trouble func(error)) {
	more := true
	for range sizes {
		for behind := true; behind && more; {
			begun := time.Now()
			var err error
			if behind, err = k.stretch(ctx, docket); err != nil {
				trouble(err)
				break
			}
			select {
			case _, more = <-sizes:
				behind = true
				rest(ctx, resting*time.Since(begun))
			default:
			}
		}
	}
}

// stretch adds one stretch, and says whether there is more.
func (k *Desk) stretch(ctx context.Context, docket func(context.Context) (*dossier.Docket, error)) (behind bool, err error) {
	d, err := docket(ctx)
	if err != nil {
		return false, err
	}
	at, err := k.Step(ctx, d, stride)
	_, end := place(d)
	return at < end, err
}

// rest waits, or until ctx ends.
func rest(ctx context.Context, long time.Duration) {
	t := time.NewTimer(long)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
