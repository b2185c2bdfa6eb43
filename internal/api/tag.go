package api

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"accede/dossier"
	"accede/internal/depositary"
)

// staleness is how long an answer about now stands for the same thing while nothing is entered: it shows days and what
// is late, which go on by time alone.
const staleness = time.Minute

// tagThen answers the tag of an answer as of an instant: of the program, of the size of the record, and of the instant.
// Everybody who may read may read all, so the reader's powers are not in it; whoever narrows that adds them.
func (c *call) tagThen(size int64, asOf time.Time) string {
	return c.tag("", fmt.Sprintf("%d then %d", size, asOf.UnixNano()))
}

// tagNow answers the tag of an answer as of now, which is a weak one: as_of in it goes on from second to second. What a
// deadline changes changes the tag at that instant.
func (c *call) tagNow(d *dossier.Docket) string {
	return c.tag("W/", fmt.Sprintf("%d now %d %d", d.Size(), d.At().UnixNano(), c.now.Truncate(staleness).Unix()))
}

// tagOf answers the tag of an answer that holds the newest checkpoint, on which watchers add lines.
func (c *call) tagOf(m *depositary.Moment) string { return c.tag("", string(m.Checkpoint)) }

func (c *call) tag(weak, of string) string {
	lang := ""
	if c.route.takes("lang") {
		c.w.Header().Add("Vary", "Accept-Language")
		lang = c.reader().Tag()
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s", c.Version, of, lang))
	return weak + `"` + hex.EncodeToString(sum[:12]) + `"`
}

// fresh sets the tag, and answers errFresh where the caller has an answer of that tag.
func (c *call) fresh(tag string) error {
	c.w.Header().Set("ETag", tag)
	strong := strings.TrimPrefix(tag, "W/")
	for have := range strings.SplitSeq(strings.Join(c.r.Header.Values("If-None-Match"), ","), ",") {
		// The weak comparison [RFC 9110, 13.1.2].
		if have = strings.TrimSpace(have); have == "*" || strings.TrimPrefix(have, "W/") == strong {
			return errFresh
		}
	}
	return nil
}
