// Package accede_test tells Accede's story in one runnable file: a small body, one applicant, one objection, and
// how it ends. Start here, then read the packages in the order in which they appear.
package accede_test

import (
	"fmt"
	"log"
	"strings"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
)

// The charter: who the members are, and how they decide. A body's rule is a sentence.
const charter = `
accede: charter/1
body: harbour
name: {en: Harbour Alliance}
time_zone: Europe/Brussels
keeping: reported
chair: {id: chair, name: {en: the Chair}, mediates: true}
members:
  - {id: ash, name: {en: Ashland}, since: 2001-01-01}
  - {id: bay, name: {en: Bayland}, since: 2001-01-01}
  - {id: cap, name: {en: Capland}, since: 2001-01-01}
applicants:
  - {id: dal, name: {en: Dalland}}
procedures:
  accession:
    stages:
      - {id: application, act: apply}
      - {id: invitation, rule: none of members are against, silence: {pending_counts_as: for}, objection: required to be against}
      - {id: ratification, each: members, steps: [approve, deposit], roll: floating}
      - {id: accession, act: deposit, by: applicant, effect: {joins: members}}
`

// The acts: what the parties did, each on its day.
const acts = `
accede: acts/1
body: harbour
sources:
  gazette: {title: The Harbour Gazette}
acts:
  - {id: dal-applies, date: 2030-05-18, by: dal, act: apply, dossier: dal, procedure: accession, source: gazette}
  - id: bay-objects
    date: 2030-05-19
    by: bay
    act: object
    dossier: dal
    stage: invitation
    source: gazette
    concerns:
      - id: pilots
        text: {en: Dalland turns our pilots away.}
        demands:
          - {id: licences, of: [dal], text: {en: Recognise our pilots’ licences.}}
  - {id: talks-1, date: 2030-05-25, by: chair, act: talks, dossier: dal, round: 1, parties: [bay, dal], agenda: [pilots], outcome: [{concern: pilots, progress: none}], source: gazette}
  - id: memorandum
    date: 2030-06-28
    by: chair
    act: memorandum
    dossier: dal
    title: {en: Memorandum on pilots}
    parties: [bay, dal]
    clauses:
      - {id: clause-1, by: [dal], answers: [licences], text: {en: Dalland will recognise the licences by law.}}
    source: gazette
  - {id: bay-withdraws, date: 2030-06-28, by: bay, act: withdraw, dossier: dal, stage: invitation, what: objection, of: bay-objects, source: gazette}
  - {id: invited, date: 2030-06-29, by: chair, act: close, dossier: dal, source: gazette}
  - {id: ash-ratifies, date: 2030-07-05, by: ash, act: deposit, dossier: dal, source: gazette}
  - {id: cap-ratifies, date: 2030-07-20, by: cap, act: deposit, dossier: dal, source: gazette}
  - {id: bay-approves, date: 2031-03-30, by: bay, act: approve, dossier: dal, source: gazette}
  - {id: bay-ratifies, date: 2031-04-04, by: bay, act: deposit, dossier: dal, source: gazette}
  - {id: dal-accedes, date: 2031-04-04, by: dal, act: deposit, dossier: dal, source: gazette}
`

// Example folds the record as of five days and asks each time where the dossier stands.
func Example() {
	for _, day := range []string{"2030-06-21", "2030-06-28", "2030-07-20", "2031-03-30", "2031-04-04"} {
		fmt.Println(standingOn(day))
	}
	// Output:
	// 2030-06-21 invitation: none of members are against: 1 is; in the way: [bay]; moves: dal answer-demand:licences, chair convene-talks
	// 2030-06-28 invitation: nothing against; in the way: []; moves: chair put:invitation, dal report-measure:clause-1
	// 2030-07-20 ratification: 2 of 3 approved, 2 deposited; moves: bay approve:ratification, dal report-measure:clause-1
	// 2031-03-30 ratification: 3 of 3 approved, 2 deposited; moves: bay deposit:ratification, dal report-measure:clause-1
	// 2031-04-04 in force: Dalland is a member
}

func standingOn(day string) string {
	zone, err := body.LoadZone("Europe/Brussels")
	if err != nil {
		log.Fatal(err)
	}
	start, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil {
		log.Fatal(err)
	}
	endOfDay := start.AddDate(0, 0, 1).Add(-time.Second)
	docket, err := dossier.Fold(entries(), endOfDay)
	if err != nil {
		log.Fatal(err)
	}
	s, err := docket.Standing("dal", endOfDay)
	if err != nil {
		log.Fatal(err)
	}
	return day + " " + sentence(s)
}

// entries makes the record: the founding under the charter, then every act in the order of registration.
func entries() []dossier.Entry {
	registered := time.Date(2031, 5, 1, 9, 0, 0, 0, time.UTC)
	record := []dossier.Entry{dossier.FoundingEntry(dossier.Founding{Charter: charter, Host: "none", Made: "example"}, registered)}
	located, err := act.ReadFile("acts.yaml", []byte(acts))
	if err != nil {
		log.Fatal(err)
	}
	for i, l := range located {
		data, err := l.Act.Marshal()
		if err != nil {
			log.Fatal(err)
		}
		record = append(record, dossier.ActEntry(int64(i)+2, registered, &l.Act, data))
	}
	return record
}

func sentence(s dossier.Standing) string {
	if s.InForce {
		return "in force: Dalland is a member"
	}
	var moves []string
	for _, m := range s.Next {
		moves = append(moves, string(m.Who)+" "+m.What)
	}
	next := "; moves: " + strings.Join(moves, ", ")
	if s.Finding == nil {
		return fmt.Sprintf("%s: %d of %d approved, %d deposited%s", s.Stage, s.Approved, s.Required, s.Deposited, next)
	}
	found := "nothing against"
	if len(s.Blockers) > 0 {
		found = s.Finding.Reasons[0]
	}
	var who []body.MemberID
	for _, b := range s.Blockers {
		who = append(who, b.Member)
	}
	return fmt.Sprintf("%s: %s; in the way: %v%s", s.Stage, found, who, next)
}
