package web

import (
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"accede/act"
)

// Bounds of what is held in memory between two pages of a form.
const (
	holdFor  = time.Hour
	holdEach = 8         // forms of one person or rehearsal
	holdAll  = 192 << 20 // bytes, of everybody
)

// safekeeping keeps what must not touch the disk before it is in the record: the words and files of an act between its review
// and its signature, and half-filled forms whose words are to be sealed. It is gone with the process, and after an hour.
type safekeeping struct {
	mu   sync.Mutex
	held []hold // the oldest first
}

// hold is what is held of one form.
type hold struct {
	who, form string
	items     []act.Opening
	typed     url.Values // of a draft
	bytes     int
	until     time.Time
}

// keep holds something in place of what was held of the form before. Where there is too much, the oldest goes: of the
// same person first.
func (h *safekeeping) keep(x hold, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	x.until = now.Add(holdFor)
	for _, o := range x.items {
		x.bytes += len(o.Content)
	}
	for name, values := range x.typed {
		x.bytes += len(name) + len(strings.Join(values, ""))
	}
	h.drop(func(y hold) bool { return y.who == x.who && y.form == x.form || !now.Before(y.until) })
	h.held = append(h.held, x)
	for mine, all := h.count(x.who); len(h.held) > 1 && (mine > holdEach || all > holdAll); mine, all = h.count(x.who) {
		i := 0
		if mine > holdEach {
			i = slices.IndexFunc(h.held, func(y hold) bool { return y.who == x.who })
		}
		h.held = slices.Delete(h.held, i, i+1)
	}
}

func (h *safekeeping) count(who string) (mine, all int) {
	for _, y := range h.held {
		if all += y.bytes; y.who == who {
			mine++
		}
	}
	return mine, all
}

// drop is called with the lock held.
func (h *safekeeping) drop(which func(hold) bool) { h.held = slices.DeleteFunc(h.held, which) }

// forget lets go of what is held of a form.
func (h *safekeeping) forget(who, form string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.drop(func(y hold) bool { return y.who == who && y.form == form })
}

// find answers what is held of a form.
func (h *safekeeping) find(who, form string, now time.Time) (hold, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i := slices.IndexFunc(h.held, func(y hold) bool { return y.who == who && y.form == form && now.Before(y.until) })
	if i < 0 {
		return hold{}, false
	}
	return h.held[i], true
}

// itemsFor answers the items that an act seals, out of some; false where one is missing.
func itemsFor(a *act.Act, all []act.Opening) ([]act.Opening, bool) {
	var some []act.Opening
	for _, e := range a.Enclosed {
		i := slices.IndexFunc(all, func(o act.Opening) bool { return o.Seal == e.Seal })
		if i < 0 {
			return nil, false
		}
		some = append(some, all[i])
	}
	return some, true
}
