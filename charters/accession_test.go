package charters_test

import (
	"testing"

	"accede/act"
	"accede/body"
	"accede/form"
)

// agree lets every member of the Council say one word in a stage, and the presidency close it.
func (r *record) agree(date, stage, ballot string) {
	r.t.Helper()
	for _, m := range r.d.Body().OrganRoll("council", day(r.t, date, r.d.Zone())).Members {
		r.do(date, m, "case", stage, &act.Position{Ballot: ballot})
	}
	r.do(date, "presidency", "case", stage, &act.Close{})
}

// each lets every member and the applicant act in a stage.
func (r *record) each(date, stage string, do act.Deed) {
	r.t.Helper()
	for _, m := range append(r.d.Body().Roll(day(r.t, date, r.d.Zone())).Members, "newcomer") {
		r.do(date, m, "case", stage, do)
	}
}

func TestAStateAccedesToTheUnionThroughAllSixClusters(t *testing.T) {
	r := keep(t, "eu-accession")
	r.do("2022-02-28", "newcomer", "case", "", &act.Apply{Procedure: "accession", Name: body.Names{"en": "Newcomer"}})
	r.do("2022-06-17", "commission", "case", "opinion", &act.Statement{Statements: []act.Remark{
		{Side: "commission", Form: "reported", Text: body.Names{"en": "The Commission recommends it."}},
	}})
	r.agree("2022-06-23", "candidate-status", "for")
	r.agree("2024-06-25", "opening", "abstaining") // those who abstain do not stop it [TFEU 238(4)]
	for _, step := range []string{"open", "close"} {
		for _, part := range []string{"fundamentals", "internal-market", "competitiveness", "green", "resources", "external"} {
			r.agree("2025-01-10", "cluster/"+part+"/"+step, "for")
		}
	}
	if s := r.standing("case", "2025-01-11"); s.Stage != "consent" || s.Status != "candidate" {
		t.Fatalf("with all clusters closed: stage %s, status %s; want consent, candidate", s.Stage, s.Status)
	}
	r.do("2025-02-01", "presidency", "case", "consent", &act.Count{
		Ballots: form.Map[int64]{Keys: []string{"for", "against"}, Values: []int64{361, 100}}, Roll: 720,
	})
	r.agree("2025-02-10", "decision", "for")
	r.each("2025-03-01", "signature", &act.Sign{})
	r.each("2025-09-01", "ratification", &act.Approve{})
	if s := r.standing("case", "2025-09-02"); s.Member || s.Approved != 28 || s.Deposited != 0 {
		t.Errorf("approved everywhere: member %t, %d approved, %d deposited; want no member, 28, 0", s.Member, s.Approved, s.Deposited)
	}
	r.each("2025-10-01", "ratification", &act.Deposit{})
	if s := r.standing("case", "2025-10-02"); !s.Member || !s.InForce {
		t.Errorf("all instruments in: member %t, in force %t; want both", s.Member, s.InForce)
	}
}
