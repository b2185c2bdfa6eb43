package enclosing

import (
	"crypto/rand"

	"accede/act"
	"accede/form"
)

// Choice is what of an act is to lie beside the record, for whom and until when. The zero Choice leaves the words in
// the record.
type Choice struct {
	Words      act.Audience // who may read the texts of the act; empty: they stay in the record
	Files      act.Audience // who may have its files
	Release    form.Instant // from when everybody may; zero: never by itself
	Recipients []string     // age keys of those who alone can open any of it; none: whoever may read it can
}

// Enclose takes the texts out of an act where that is chosen, and adds files to it; the author, the body and the
// dossiers of the act are set before. It answers what is to be kept, an item for each enclosure of the act that was not
// there before. Errors: act.ErrForm, ErrRecipient.
func (c Choice) Enclose(a *act.Act, files []act.File) ([]act.Opening, error) {
	to, err := Recipients(c.Recipients)
	if err != nil {
		return nil, err
	}
	var all []act.Opening
	if c.Words != "" {
		texts, err := a.Enclose(act.Enclosure{Audience: c.Words, Release: c.Release}, newSalt)
		if err != nil {
			return nil, err
		}
		all = texts
	}
	for _, f := range files {
		o, err := a.Attach(f, act.Enclosure{Audience: c.Files, Release: c.Release}, newSalt())
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	if len(to) == 0 {
		return all, nil
	}
	return all, encrypt(a, all, to)
}

func newSalt() (s act.Salt) {
	_, _ = rand.Read(s[:]) // it never fails: see crypto/rand
	return s
}
