package act

// deeds answers one of each kind, in the order in which the kinds are told. It is the one table of them: what can
// be read, written, checked and listed follows from it.
func deeds() []Deed {
	return []Deed{
		&Apply{}, &Put{}, &Extend{}, &Position{}, &Reserve{}, &Object{}, &AddConcern{}, &AddDemand{}, &Commit{},
		&Memorandum{}, &Measure{}, &Assess{}, &Withdraw{}, &Propose{}, &React{}, &Talks{}, &Statement{}, &Sign{}, &Approve{},
		&Deposit{}, &Domestic{}, &Count{}, &Close{}, &Recuse{}, &Suspend{}, &Reinstate{}, &Expel{}, &Leave{}, &Admit{},
		&Enrol{}, &Rotate{}, &Revoke{}, &Recover{},
		&Redact{}, &ConfirmPaper{}, &Cosign{},
	}
}

// Deeds answers an empty deed of every kind, in the order in which they are told. They are the caller's.
func Deeds() []Deed { return deeds() }

// Kinds answers every kind of act, in the order in which they are told. The slice is the caller's.
func Kinds() []Kind {
	var kinds []Kind
	for _, d := range deeds() {
		kinds = append(kinds, d.Kind())
	}
	return kinds
}

// The word of each deed.

func (*Apply) Kind() Kind        { return KindApply }
func (*Put) Kind() Kind          { return KindPut }
func (*Extend) Kind() Kind       { return KindExtend }
func (*Position) Kind() Kind     { return KindPosition }
func (*Reserve) Kind() Kind      { return KindReserve }
func (*Object) Kind() Kind       { return KindObject }
func (*AddConcern) Kind() Kind   { return KindConcern }
func (*AddDemand) Kind() Kind    { return KindDemand }
func (*Commit) Kind() Kind       { return KindCommit }
func (*Memorandum) Kind() Kind   { return KindMemorandum }
func (*Measure) Kind() Kind      { return KindMeasure }
func (*Assess) Kind() Kind       { return KindAssess }
func (*Withdraw) Kind() Kind     { return KindWithdraw }
func (*Propose) Kind() Kind      { return KindPropose }
func (*React) Kind() Kind        { return KindReact }
func (*Talks) Kind() Kind        { return KindTalks }
func (*Statement) Kind() Kind    { return KindStatement }
func (*Sign) Kind() Kind         { return KindSign }
func (*Approve) Kind() Kind      { return KindApprove }
func (*Deposit) Kind() Kind      { return KindDeposit }
func (*Domestic) Kind() Kind     { return KindDomestic }
func (*Count) Kind() Kind        { return KindCount }
func (*Close) Kind() Kind        { return KindClose }
func (*Recuse) Kind() Kind       { return KindRecuse }
func (*Suspend) Kind() Kind      { return KindSuspend }
func (*Reinstate) Kind() Kind    { return KindReinstate }
func (*Expel) Kind() Kind        { return KindExpel }
func (*Leave) Kind() Kind        { return KindLeave }
func (*Admit) Kind() Kind        { return KindAdmit }
func (*Enrol) Kind() Kind        { return KindEnrol }
func (*Rotate) Kind() Kind       { return KindRotate }
func (*Revoke) Kind() Kind       { return KindRevoke }
func (*Recover) Kind() Kind      { return KindRecover }
func (*Redact) Kind() Kind       { return KindRedact }
func (*ConfirmPaper) Kind() Kind { return KindConfirm }
func (*Cosign) Kind() Kind       { return KindCosign }

func (*Apply) deed()        {}
func (*Put) deed()          {}
func (*Extend) deed()       {}
func (*Position) deed()     {}
func (*Reserve) deed()      {}
func (*Object) deed()       {}
func (*AddConcern) deed()   {}
func (*AddDemand) deed()    {}
func (*Commit) deed()       {}
func (*Memorandum) deed()   {}
func (*Measure) deed()      {}
func (*Assess) deed()       {}
func (*Withdraw) deed()     {}
func (*Propose) deed()      {}
func (*React) deed()        {}
func (*Talks) deed()        {}
func (*Statement) deed()    {}
func (*Sign) deed()         {}
func (*Approve) deed()      {}
func (*Deposit) deed()      {}
func (*Domestic) deed()     {}
func (*Count) deed()        {}
func (*Close) deed()        {}
func (*Recuse) deed()       {}
func (*Suspend) deed()      {}
func (*Reinstate) deed()    {}
func (*Expel) deed()        {}
func (*Leave) deed()        {}
func (*Admit) deed()        {}
func (*Enrol) deed()        {}
func (*Rotate) deed()       {}
func (*Revoke) deed()       {}
func (*Recover) deed()      {}
func (*Redact) deed()       {}
func (*ConfirmPaper) deed() {}
func (*Cosign) deed()       {}
