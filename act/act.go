// Package act is the closed set of things a party can do, and the exact bytes in which they are recorded.
//
// It knows kinds of acts, their due form and their encoding. It refuses to know whether an act is admissible: that
// depends on what went before and is decided by package dossier.
package act

import (
	"accede/body"
	"accede/form"
)

// Act is one thing a party does. It says who did what, when, in which dossiers, and where that is known from.
//
// Rules for changing this type, for as long as records exist: a field keeps its key and meaning for ever; a new
// field is optional and costs no bytes while it is unset; a new kind never changes what an old one does; no floats.
// A reader that meets an unknown kind or key stops.
type Act struct {
	Body       string        `form:"body" is:"id" doc:"short name of the body whose record this is for"`
	ID         string        `form:"id,required" is:"id" doc:"the author's name for the act, unique in the record"`
	By         body.MemberID `form:"by,required" doc:"the party that acts"`
	Date       form.Instant  `form:"date,required" doc:"the day, or the moment, on which it was done"`
	Dated      Dating        `form:"dated" enum:"at latest,about" doc:"how well the date is known; without it, exactly"`
	Dossiers   []string      `form:"dossiers" is:"id" doc:"the dossiers it addresses; each folds it for itself"`
	Stage      string        `form:"stage" is:"stage" doc:"the stage it belongs to; default the one the dossier is in. A part of a repeated stage is stage/part, a step of it stage/part/step"`
	Sources    []Source      `form:"sources" doc:"where it is known from; a reported act has at least one"`
	Paper      *Paper        `form:"paper" doc:"for an act registered on behalf of its author"`
	Note       string        `form:"note" doc:"a remark of whoever entered it"`
	Charter    string        `form:"charter" is:"hash" doc:"of a signed act: the hash of the charter in force"`
	Nonce      string        `form:"nonce" is:"id" doc:"something new, where the id does not make the act one of its own"`
	Enclosed   []Enclosure   `form:"enclosed" doc:"content that lies beside the record: for each, who may read it and the seal of it"`
	SeenSize   int64         `form:"seen_size" doc:"of a signed act: how many entries of the record its author had seen"`
	SeenRoot   string        `form:"seen_root" is:"hash" doc:"the root over those entries, as on a checkpoint"`
	ValidUntil form.Instant  `form:"valid_until" doc:"the first day or moment at which it is registered no more, so that nobody keeps it back for a time that suits"`
	Do         Deed          `form:"-" doc:"what was done; its fields stand beside the ones above, its kind under the key act"`
}

// Dating says how well the date of an act is known. The zero value is Exactly.
type Dating string

// The datings.
const (
	Exactly  Dating = ""          // on that day
	AtLatest Dating = "at latest" // on that day or before: the day is a bound
	About    Dating = "about"     // near that day
)

// Source is where an act is known from. Key alone may be body.Unsourced or body.Derived; else Title is set.
type Source struct {
	Key       string `form:"key,required" is:"key"`
	Title     string `form:"title"`
	Publisher string `form:"publisher"`
	Date      string `form:"date"`
	URL       string `form:"url" is:"url"`
	Note      string `form:"note"`
}

// Paper says that an act was registered by somebody else from what its author sent or said.
type Paper struct {
	By   body.MemberID `form:"by,required" doc:"who registered it: the secretariat or the chair"`
	From string        `form:"from,required" doc:"letter, note verbale, telephone call, minutes"`
}

// Deed is what an act does: one of the kinds of this package and no other. Kind answers the word of the file.
type Deed interface {
	Kind() Kind
	deed()
}

// Kind is the word for a kind of act.
type Kind string

// The kinds. The set is closed: a kind that is not among them stops the reading.
const (
	KindApply      Kind = "apply"
	KindPut        Kind = "put"
	KindExtend     Kind = "extend"
	KindPosition   Kind = "position"
	KindReserve    Kind = "reserve"
	KindObject     Kind = "object"
	KindConcern    Kind = "concern"
	KindDemand     Kind = "demand"
	KindCommit     Kind = "commit"
	KindMemorandum Kind = "memorandum"
	KindMeasure    Kind = "measure"
	KindAssess     Kind = "assess"
	KindWithdraw   Kind = "withdraw"
	KindPropose    Kind = "propose"
	KindReact      Kind = "react"
	KindTalks      Kind = "talks"
	KindStatement  Kind = "statement"
	KindSign       Kind = "sign"
	KindApprove    Kind = "approve"
	KindDeposit    Kind = "deposit"
	KindDomestic   Kind = "domestic"
	KindCount      Kind = "count"
	KindClose      Kind = "close"
	KindRecuse     Kind = "recuse"
	KindSuspend    Kind = "suspend"
	KindReinstate  Kind = "reinstate"
	KindExpel      Kind = "expel"
	KindLeave      Kind = "leave"
	KindAdmit      Kind = "admit"
	KindEnrol      Kind = "enrol"
	KindRotate     Kind = "rotate"
	KindRevoke     Kind = "revoke"
	KindRecover    Kind = "recover"
	KindRedact     Kind = "redact"
	KindConfirm    Kind = "confirm-paper"
	KindCosign     Kind = "cosign"
)
