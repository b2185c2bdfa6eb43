package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"accede/dossier"

	"accede/internal/api/wire"
	"accede/internal/fault"
	"accede/internal/store"
)

// eventsRead is how many entries a stream reads at once.
const eventsRead = 256

// eventsTake is how long a listener may take to accept what it is sent.
const eventsTake = 10 * time.Second

// stream is one listener and how far it has come. Nothing else is kept for it: one that is slow reads on from there.
type stream struct {
	*call
	control *http.ResponseController
	at      int64
	missed  bool // more than is told again
	dossier string
}

// events answers a stream of entries: those since the one the caller had, and then each as it comes.
func (c *call) events() error {
	s := &stream{call: c, control: http.NewResponseController(c.w), dossier: c.query.Get("dossier")}
	var err error
	if s.at, s.missed, err = c.since(); err != nil {
		return err
	}
	if open := c.streams.Add(1); c.Limits.Streams > 0 && open > int64(c.Limits.Streams) {
		c.streams.Add(-1)
		return fmt.Errorf("open a stream beside %d others: %w", open-1, fault.ErrBusy)
	}
	defer c.streams.Add(-1)
	sizes := c.Record.Feed().Subscribe(c.r.Context())
	c.w.Header().Set("Content-Type", "text/event-stream")
	c.w.Header().Set("X-Accel-Buffering", "no") // a proxy that waits for more would hold every event back
	c.w.WriteHeader(http.StatusOK)
	if err := s.send([]byte("retry: 2000\n\n")); err != nil {
		return nil // the listener has gone
	}
	if s.missed {
		if err := s.reload(); err != nil {
			return nil
		}
	}
	beat := time.NewTicker(c.Limits.Heartbeat)
	defer beat.Stop()
	for {
		if err := s.catchUp(); err != nil {
			c.Logger.Debug("stream of events ended", "at", s.at, "err", err)
			return nil
		}
		select {
		case _, ok := <-sizes:
			if !ok {
				return nil
			}
		case <-beat.C:
			// An id without data moves the listener on without an event: one that filters does not read all again.
			if err := s.send(fmt.Appendf(nil, "id: %d\n\n", s.at)); err != nil {
				return nil
			}
		case <-c.r.Context().Done():
			return nil
		}
	}
}

// since answers the position after which the caller wants to be told, and whether it has missed more than is told again:
// then the position is the end of the record. The header goes before the address, since a browser that comes back asks
// the same address again. A browser gives up on a refusal, so one that comes back from another record is told to read
// again too.
func (c *call) since() (after int64, missed bool, err error) {
	size := c.Record.Moment().Size
	after, err = c.whole("after", 0, size)
	last := c.r.Header.Get("Last-Event-ID")
	if last != "" && err == nil {
		after, err = wholeOf("Last-Event-ID", last, 0)
	}
	switch {
	case err != nil:
		return 0, false, err
	case after > size && last == "":
		return 0, false, fmt.Errorf("tell what came after %d: the record has %d entries: %w", after, size, fault.ErrQuery)
	case after > size || c.Limits.Replay > 0 && size-after > c.Limits.Replay:
		return size, true, nil
	}
	return after, false, nil
}

// reload tells the listener to read what it shows anew, and from where it is told on.
func (s *stream) reload() error {
	data, err := json.Marshal(wire.Reload{Size: s.at})
	if err != nil {
		return err
	}
	return s.send(fmt.Appendf(nil, "id: %d\nevent: reload\ndata: %s\n\n", s.at, data))
}

// catchUp sends everything up to the size of the record now.
func (s *stream) catchUp() error {
	for {
		m := s.Record.Moment()
		if s.at >= m.Size {
			return nil
		}
		raw, err := s.read(m, s.at, eventsRead)
		if err != nil {
			return err
		}
		if len(raw) == 0 {
			return fmt.Errorf("read entry %d: %w", s.at+1, store.ErrDamaged)
		}
		if err := s.tell(raw); err != nil {
			return err
		}
		s.at = raw[len(raw)-1].Seq
	}
}

// tell sends entries that the listener wants.
func (s *stream) tell(raw []store.Entry) error {
	var out []byte
	for _, one := range raw {
		e, err := dossier.ParseEntry(one.Bytes)
		if err != nil {
			return fmt.Errorf("read entry %d: %w: %w", one.Seq, err, store.ErrDamaged)
		}
		x := eventOf(e)
		if s.dossier != "" && !slices.Contains(x.Dossiers, s.dossier) {
			continue
		}
		data, err := json.Marshal(x)
		if err != nil {
			return fmt.Errorf("write event %d: %w", one.Seq, err)
		}
		out = append(out, "id: "+strconv.FormatInt(x.Seq, 10)+"\nevent: entry\ndata: "...)
		out = append(append(out, data...), "\n\n"...)
	}
	return s.send(out)
}

// send writes and flushes, within the time a listener has.
func (s *stream) send(data []byte) error {
	if len(data) == 0 {
		return nil
	}
	// A writer without deadlines is a test's.
	_ = s.control.SetWriteDeadline(time.Now().Add(eventsTake))
	if _, err := s.w.Write(data); err != nil {
		return err
	}
	return s.control.Flush()
}
