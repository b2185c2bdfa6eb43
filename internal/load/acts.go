package load

import (
	"crypto/ed25519"
	"fmt"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/form"
)

// Mix is which acts the parties do.
type Mix string

// The mixes.
const (
	Positions Mix = "positions" // positions alone
	Mixed     Mix = "mixed"     // of ten acts: six positions, two reserves, a statement of some hundred words, talks
)

// Author makes signed acts for one record. Made with NewAuthor, it may be used by many goroutines at once.
type Author struct {
	body    Body
	charter string // its hash
	run     string // begins the id of every act of this run
	seen    int64
	root    string
	date    form.Instant
}

// NewAuthor answers an author that has seen the record at a size with a root. run begins the id of every act, and is
// another for every run against one record.
func NewAuthor(b Body, run string, seen int64, root string, now time.Time) *Author {
	return &Author{b, dossier.CharterHash(b.Charter()), run, seen, root, form.Instant{At: now.UTC().Truncate(time.Second)}}
}

// Signed is a signed act, as it is handed in.
type Signed struct {
	ID   string
	Hash [32]byte // of the act's exact bytes
	Line []byte
}

// Opening answers the act that opens a dossier, counted from 0.
func (w *Author) Opening(n int) (Signed, error) {
	a := w.draft(fmt.Sprintf("%s-x%d", w.run, n+1), body.MemberID(Dossier(n)), Dossier(n), &act.Apply{
		Procedure: "vote", Name: body.Names{"en": fmt.Sprintf("Applicant %d", n+1)},
	})
	a.Paper = &act.Paper{By: chair, From: "letter"}
	return sign(a, chair)
}

// Closing answers the act with which the chair closes the ballot of a dossier: the stages behind it begin.
func (w *Author) Closing(n int) (Signed, error) {
	return sign(w.draft(fmt.Sprintf("%s-close%d", w.run, n+1), chair, Dossier(n), &act.Close{}), chair)
}

// Admitting answers the act with which the chair admits a party that is not among the members of the founding.
func (w *Author) Admitting(n int64) (Signed, error) {
	id := w.body.Party(int(n))
	return sign(w.ofBody(fmt.Sprintf("%s-admits-%s", w.run, id), &act.Admit{Member: id, Name: body.Names{"en": partyName(int(n))}}), chair)
}

// Enrolling answers the act with which the chair enrols the first key of such a party.
func (w *Author) Enrolling(n int64) (Signed, error) {
	id := w.body.Party(int(n))
	return sign(w.ofBody(fmt.Sprintf("%s-enrols-%s", w.run, id), &act.Enrol{Key: keyOf(id)}), chair)
}

// ofBody answers an act of the chair that is about no dossier.
func (w *Author) ofBody(id string, do act.Deed) act.Act {
	a := w.draft(id, chair, "", do)
	a.Dossiers = nil
	return a
}

// Dossier answers the id of a dossier, counted from 0.
func Dossier(n int) string { return fmt.Sprintf("x%d", n+1) }

// Act answers the act of a number: of one party after another, in one dossier after another.
func (w *Author) Act(mix Mix, n int64, dossiers int) (Signed, error) {
	by := w.body.Party(int(n % int64(w.body.all())))
	about := Dossier(int(n / int64(w.body.all()) % int64(dossiers)))
	id := fmt.Sprintf("%s-%d", w.run, n)
	return sign(w.draft(id, by, about, w.deed(mix, n, by)), by)
}

// Shown answers the act of a number that is seen by viewers of one dossier: of the mixed kinds, in the order of nth.
func (w *Author) Shown(n, nth int64, about int) (Signed, error) {
	by := w.body.Party(int(n % int64(w.body.all())))
	return sign(w.draft(fmt.Sprintf("%s-%d", w.run, n), by, Dossier(about), w.deed(Mixed, nth, by)), by)
}

// deed answers what is done. Nobody is ever for often enough to close anything: only the chair closes.
func (w *Author) deed(mix Mix, n int64, by body.MemberID) act.Deed {
	ballots := [...]string{"for", "against", "abstaining"}
	parties := int64(w.body.all())
	position := &act.Position{Ballot: ballots[(n%parties+n/parties)%3]} // of each party another one each time
	if mix == Positions {
		return position
	}
	switch n % 10 {
	case 2, 6:
		return &act.Reserve{Reason: body.Names{"en": "Our parliament has not been heard yet."}}
	case 4:
		return &act.Statement{Statements: []act.Remark{{Side: by, Form: "verbatim", Text: body.Names{"en": manyWords}}}}
	case 8:
		return &act.Talks{
			Title: body.Names{"en": "On the paper of the chair"}, Place: "by telephone", Parties: []body.MemberID{by, w.body.Party(int(n + 1))},
			Agreed: []string{"to meet again", "to keep the dates"},
		}
	}
	return position
}

// manyWords is what a statement says.
const manyWords = "We thank the chair for the paper and those who wrote it for their patience. We have read it with care, and have " +
	"three remarks. First, the dates in it are those of last year, and should be those of this one. Second, what it says " +
	"of costs is right as far as it goes, and goes not far enough: who pays, from when and for how long belongs into the " +
	"text and not into a letter beside it. Third, we would rather see this decided by all of us at once than by some of us " +
	"first. None of this stands in the way of going on; all of it should be settled before we come to an end."

func (w *Author) draft(id string, by body.MemberID, about string, do act.Deed) act.Act {
	return act.Act{
		Body: BodyID, ID: id, By: by, Date: w.date, Dossiers: []string{about}, Do: do,
		Charter: w.charter, SeenSize: w.seen, SeenRoot: w.root,
	}
}

func sign(a act.Act, by body.MemberID) (Signed, error) {
	data, err := a.Marshal()
	if err != nil {
		return Signed{}, fmt.Errorf("write act %s: %w", a.ID, err)
	}
	sigs := []signature.Signature{{Alg: signature.Ed25519, Key: string(by), Sig: ed25519.Sign(private(by), signature.Message(data))}}
	line, err := act.AppendSigned(nil, data, sigs)
	if err != nil {
		return Signed{}, fmt.Errorf("write act %s: %w", a.ID, err)
	}
	return Signed{ID: a.ID, Hash: act.Hash(data), Line: line}, nil
}
