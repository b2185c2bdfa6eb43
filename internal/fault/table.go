package fault

import (
	"errors"
	"io/fs"
	"net/http"

	"accede/act"
	"accede/act/signature"
	"accede/dossier"
	"accede/internal/apikey"
	"accede/internal/backup"
	"accede/internal/bundle"
	"accede/internal/depositary"
	"accede/internal/enclosure"
	"accede/internal/evidence"
	"accede/internal/highwater"
	"accede/internal/lookalike"
	"accede/internal/store"
	"accede/internal/watch"
	"accede/ledger"
)

// What faces share: errors about what was asked for, not about the record.
var (
	ErrInput       = errors.New("cannot be read")
	ErrDate        = errors.New("not a date")
	ErrPage        = errors.New("no such page")
	ErrMethod      = errors.New("not a method that is taken here")
	ErrEntry       = errors.New("no such entry")
	ErrFilter      = errors.New("not a filter")
	ErrNotKept     = errors.New("the record's bytes are not at hand")
	ErrForeign     = errors.New("the form was sent from another site")
	ErrSeat        = errors.New("nobody of that name acts here")
	ErrAhead       = errors.New("nothing is known of that day yet")
	ErrBack        = errors.New("the clock runs only forward")
	ErrNoRehearsal = errors.New("there is no rehearsal here")
	ErrLarge       = errors.New("more was sent than is taken")
	ErrRooms       = errors.New("all rooms are taken")
	ErrRecord      = errors.New("the record cannot be read")
	ErrNoAct       = errors.New("no such act")
	ErrQuery       = errors.New("not a question that is answered here")
	ErrMedia       = errors.New("not of a kind that is taken here")
	ErrKey         = errors.New("no key that is known")
	ErrParty       = errors.New("not an act for this key")
	ErrRate        = errors.New("too much at once")
	ErrBusy        = errors.New("too many are being answered")
)

// Table answers every row, in the order in which they are tried: what an error is at its heart comes before where it was
// met. The slice is the caller's.
func Table() []Row {
	return append(append(watchRows(), recordRows()...), faceRows()...)
}

// watchRows are what watchers and those who read their evidence meet.
func watchRows() []Row {
	return []Row{
		{watch.ErrAlarm, "alarm", http.StatusUnprocessableEntity, ExitVerify, "the host did wrong, or does not show what it has signed", "tell the other members, and hand them the evidence", false},
		{evidence.ErrShown, "not-shown", http.StatusUnprocessableEntity, ExitVerify, "the evidence does not show what it says", "ask for it again where it was made", false},
		{evidence.ErrForm, "no-evidence", http.StatusBadRequest, ExitInput, "not a file of evidence", "name a file that a watcher has kept", false},
		{watch.ErrDeposit, "not-deposited", http.StatusUnprocessableEntity, ExitInput, "a watcher does not take the act", "correct it, or leave it with another watcher", false},
		{watch.ErrRefused, "host-refused", http.StatusConflict, ExitConflict, "the host has refused an act", "leave it with a watcher, or correct it", false},
		{watch.ErrSilent, "host-silent", http.StatusBadGateway, ExitConflict, "the host does not answer", "try again later", false},
		{watch.ErrAddress, "no-address", http.StatusBadRequest, ExitInput, "not an address of a host", "write it as browsers do: https://record.example", false},
	}
}

// recordRows are what the record, its keeper and the law refuse.
func recordRows() []Row {
	const again = "ask again with the same act: if it is in the record its receipt comes back, if not it is registered then"
	return []Row{
		{store.ErrDamaged, "damaged", http.StatusInternalServerError, ExitVerify, "the record does not agree with itself", "restore it from a backup that verifies", false},
		{depositary.ErrBehind, "behind", http.StatusInternalServerError, ExitVerify, "the record is older than it was", "heal it from a watcher's mirror: accede restore RECORD --from-mirror", false},
		{depositary.ErrParted, "parted", http.StatusInternalServerError, ExitVerify, "the record does not continue what its host has signed", "find out which of the two the members have seen, before anything is written", false},
		{highwater.ErrForm, "high-water", http.StatusInternalServerError, ExitInput, "the high-water mark beside the record cannot be read", "restore it from a backup; take it away only if a watcher's mirror has no more entries than the record", false},
		{backup.ErrDamaged, "backup-damaged", http.StatusInternalServerError, ExitVerify, "the backup is not what was written", "take another one", false},
		{backup.ErrForm, "no-backup", http.StatusInternalServerError, ExitInput, "not a backup", "name a file that accede backup has written", false},
		{store.ErrNotRecord, "not-a-record", http.StatusInternalServerError, ExitInput, "there is no record in this place", "name the folder of a record", false},
		{store.ErrNewer, "newer", http.StatusInternalServerError, ExitInput, "the record was written by a newer version", "install the newer version", false},
		{store.ErrMissing, "missing", http.StatusInternalServerError, ExitInput, "there is no record", "found one first", false},
		{bundle.ErrVerify, "not-verified", http.StatusUnprocessableEntity, ExitVerify, "the record does not verify", "do not rely on it; get it from its host again", false},
		{store.ErrConflict, "moved-on", http.StatusServiceUnavailable, ExitConflict, "the record has grown meanwhile", again, false},
		{store.ErrLocked, "locked", http.StatusServiceUnavailable, ExitConflict, "another process holds the record", "end the other process, or ask it", false},
		{store.ErrExists, "exists", http.StatusConflict, ExitConflict, "a record is there already", "take another folder", false},
		{depositary.ErrConflict, "id-taken", http.StatusConflict, ExitConflict, "another act has this id", "give the act another id", false},
		{depositary.ErrTaken, "taken", http.StatusServiceUnavailable, ExitConflict, "another writer is appending to the record", again, false},
		{depositary.ErrFounded, "founded", http.StatusConflict, ExitConflict, "the record has been founded already", "take another folder", false},
		{depositary.ErrHost, "other-host", http.StatusInternalServerError, ExitAllowed, "a record of another host", "serve it with the key it was founded for", false},
		{store.ErrReadOnly, "read-only", http.StatusServiceUnavailable, ExitAllowed, "the record is open for reading only", "ask the host that writes it", false},
		{fs.ErrPermission, "no-permission", http.StatusInternalServerError, ExitAllowed, "the system does not allow it", "let the program read and write the folder of the record", false},
		{lookalike.ErrLookAlike, "look-alike", http.StatusUnprocessableEntity, ExitInput, "a name can be taken for another party's", "write the name in one writing, and so that it can be told from the others", false},
		{depositary.ErrBody, "other-record", http.StatusUnprocessableEntity, ExitInput, "a record of another body", "name the record of this body", false},
		{act.ErrForm, "not-in-due-form", http.StatusBadRequest, ExitInput, "the act is not in due form", "correct it and send it again", false},
		{signature.ErrForm, "signature-form", http.StatusBadRequest, ExitInput, "the signatures are not in due form", "correct them and send the act again", false},
		{signature.ErrSignature, "signature", http.StatusForbidden, ExitAllowed, "a signature is not one of its key on this act", "sign the exact bytes of the act by the key that is enrolled", false},
		{dossier.ErrAuthority, "not-this-partys", http.StatusForbidden, ExitAllowed, "not this party's to do", "let the party do it whose it is", false},
		{dossier.ErrFork, "other-history", http.StatusConflict, ExitVerify, "its author has seen a record that is not this one", "compare checkpoints: one of the two records is not the true one", false},
		{fs.ErrExist, "file-exists", http.StatusConflict, ExitConflict, "a file is there already", "take another name", false},
		{dossier.ErrKnown, "already-known", http.StatusConflict, ExitConflict, "already in the record, with other content", "give it another id", false},
		{enclosure.ErrDamaged, "enclosed-damaged", http.StatusInternalServerError, ExitVerify, "what is enclosed is not what was sealed", "restore it from a backup, or from whoever has a copy", false},
		{enclosure.ErrMissing, "not-enclosed", http.StatusNotFound, ExitInput, "there is no such content", "see the record for what is enclosed, and what was erased", false},
		{enclosure.ErrQuota, "quota", http.StatusInsufficientStorage, ExitConflict, "no more enclosed content is taken", "whoever runs the server must make room", false},
		{depositary.ErrShare, "share", http.StatusInsufficientStorage, ExitConflict, "the party has enclosed as much in this dossier as it may", "have something erased, or enclose less", false},
		{apikey.ErrKnown, "machine-key-exists", http.StatusConflict, ExitConflict, "a machine has a key of that id", "take another id, or revoke that one", false},
		{apikey.ErrUnknown, "no-machine-key", http.StatusNotFound, ExitInput, "no machine has a key of that id", "list the keys there are", false},
		{apikey.ErrOpen, "machine-keys-open", http.StatusInternalServerError, ExitAllowed, "others may read the keys of machines", "make the file one that its owner alone may read", false},
		{apikey.ErrForm, "machine-keys-form", http.StatusInternalServerError, ExitInput, "the keys of machines cannot be read", "correct the file at the line named", false},
		{store.ErrFull, "full", http.StatusInsufficientStorage, ExitConflict, "there is no room left", "make room, then send it again", false},
		{depositary.ErrUnknownFate, "unknown-fate", http.StatusServiceUnavailable, ExitConflict, "it is not known whether it was registered", again, false},
		{dossier.ErrStanding, "not-admissible", http.StatusConflict, ExitInput, "not admissible as things stand", "read the standing: something else has to come first", false},
		{dossier.ErrClosed, "closed", http.StatusConflict, ExitInput, "too late: closed", "read the standing: the stage, the dossier or the period is over", false},
		{dossier.ErrOrder, "out-of-order", http.StatusConflict, ExitInput, "out of the order of the record", "date it as it happened", false},
		{dossier.ErrOtherBody, "other-body", http.StatusUnprocessableEntity, ExitInput, "an act for another body's record", "send it to that body's record", false},
		{depositary.ErrClosed, "ended", http.StatusServiceUnavailable, ExitInput, "the server is ending", again, false},
		{store.ErrClosed, "ended", http.StatusServiceUnavailable, ExitInput, "the server is ending", again, false},
		{depositary.ErrClock, "clock", http.StatusServiceUnavailable, ExitConflict, "not recorded: the clock of the server has jumped", "try again; whoever runs the server must set the clock right", false},
		{store.ErrAway, "away", http.StatusServiceUnavailable, ExitConflict, "not recorded: the database cannot be reached", "try again", false},
		{store.ErrBroken, "broken", http.StatusServiceUnavailable, ExitInput, "the disk of the record is at fault", "whoever runs the server must see to it", false},
		{ledger.ErrRange, "no-such-size", http.StatusNotFound, ExitInput, "the record never had that size", "ask for a size that the record has had", false},
	}
}

// faceRows are what is wrong with a question before anything is decided.
func faceRows() []Row {
	return []Row{
		{ErrDate, "date", http.StatusBadRequest, ExitInput, "the date cannot be read", "write a day as 2022-06-21 or an instant as 2022-06-21T18:00:00+02:00", true},
		{ErrPage, "page", http.StatusNotFound, ExitInput, "there is nothing at this address", "see openapi.json for the addresses there are", true},
		{ErrMethod, "method", http.StatusMethodNotAllowed, ExitInput, "the address does not take this method", "use one that the header Allow names", true},
		{dossier.ErrUnknown, "dossier", http.StatusNotFound, ExitInput, "it is not in this record", "read the docket for what there is", true},
		{ErrEntry, "entry", http.StatusNotFound, ExitInput, "there is no entry at this position", "read the size of the record first", true},
		{ErrNoAct, "no-act", http.StatusNotFound, ExitInput, "no act of this id is in the record", "send the act, or look for another id", false},
		{ErrFilter, "filter", http.StatusBadRequest, ExitInput, "the filter cannot be read", "write days as 2022-06-21 and positions as numbers", true},
		{ErrNotKept, "not-kept", http.StatusNotFound, ExitInput, "the record's bytes are not at hand", "ask the host that keeps them", true},
		{ErrForeign, "foreign", http.StatusForbidden, ExitAllowed, "sent by a page of another site", "send it from a program, or from a page of this server", true},
		{ErrSeat, "seat", http.StatusBadRequest, ExitInput, "nobody of that name acts here", "name a party of the charter", true},
		{ErrAhead, "ahead", http.StatusBadRequest, ExitInput, "nothing is known of that day yet", "name an earlier day", true},
		{ErrBack, "back-in-time", http.StatusBadRequest, ExitInput, "the clock runs only forward", "name a later day", true},
		{ErrNoRehearsal, "no-rehearsal", http.StatusNotFound, ExitInput, "there is no rehearsal here", "begin one", true},
		{ErrLarge, "large", http.StatusRequestEntityTooLarge, ExitInput, "more was sent than is taken", "send less", true},
		{ErrRooms, "rooms", http.StatusServiceUnavailable, ExitInput, "all rooms are taken", "come back later", true},
		{ErrKey, "key", http.StatusUnauthorized, ExitAllowed, "a key of this record is needed", "send Authorization: Bearer and a key that the operator has made", false},
		{ErrParty, "other-party", http.StatusForbidden, ExitAllowed, "the key is for another party's acts", "use a key of the party that acts", false},
		{ErrRate, "rate", http.StatusTooManyRequests, ExitInput, "too much was asked in too little time", "wait as long as the header Retry-After says", false},
		{ErrBusy, "busy", http.StatusServiceUnavailable, ExitInput, "as many are being answered as can be", "come back later", false},
		{ErrMedia, "media", http.StatusUnsupportedMediaType, ExitInput, "what was sent is of another kind than is taken", "send application/json", false},
		{ErrQuery, "query", http.StatusBadRequest, ExitInput, "the question cannot be understood", "see openapi.json for what may be asked", false},
		{ErrInput, "input", http.StatusBadRequest, ExitInput, "what was sent cannot be read", "correct it at the places named, and send it again", false},
		{ErrRecord, "record", http.StatusServiceUnavailable, ExitInput, "the record cannot be read at the moment", "ask again later", true},
	}
}
