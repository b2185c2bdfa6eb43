package view

import (
	"fmt"
	"time"

	"accede/dossier"
	"accede/game"
)

// PopoloMotion is the question of one stage of a dossier.
type PopoloMotion struct {
	ID             string            `json:"id"`
	Organization   string            `json:"organization_id"`
	Text           string            `json:"text"`
	Classification string            `json:"classification"` // id of the stage
	Date           string            `json:"date"`           // the instant the stage opened
	Requirement    string            `json:"requirement"`    // the sentence of the rule
	Result         string            `json:"result,omitempty"`
	VoteEvents     []PopoloVoteEvent `json:"vote_events"`
}

// PopoloVoteEvent is what the members said on it. Without an end it is open, and has no result.
type PopoloVoteEvent struct {
	ID           string        `json:"id"`
	Organization string        `json:"organization_id"`
	Motion       string        `json:"motion_id"`
	Start        string        `json:"start_date"`
	End          string        `json:"end_date,omitempty"`
	Result       string        `json:"result,omitempty"`
	Counts       []PopoloCount `json:"counts"`
	Votes        []PopoloVote  `json:"votes"`
}

type PopoloCount struct {
	Option string `json:"option"`
	Value  int    `json:"value"`
}

type PopoloVote struct {
	Voter  string `json:"voter_id"`
	Option string `json:"option"`
}

// popoloOptions are the words for ballots, in the order of the counts. A charter's own ballots are written as the kind
// they count as.
var popoloOptions = []string{"yes", "no", "abstain", "absent", "not voting"}

// motionsOf answers the questions that the record was asked, in the order of dossiers and stages. A stage that
// wants acts of each member and not a decision is none.
func motionsOf(d *dossier.Docket) ([]PopoloMotion, error) {
	motions := []PopoloMotion{}
	for _, id := range d.Dossiers() {
		under := d.Under(id)
		s, err := under.Standing(id, d.At())
		if err != nil {
			return nil, fmt.Errorf("read dossier %s: %w", id, err)
		}
		for _, stage := range s.Stages {
			if asked, ok := under.Asked(id, stage.ID); ok {
				motions = append(motions, motionOf(under, s, stage, asked))
			}
		}
	}
	return motions, nil
}

func motionOf(d *dossier.Docket, s dossier.Standing, stage dossier.StageStanding, asked dossier.Asked) PopoloMotion {
	org, closed := "body/"+d.Charter().Body, stage.State == dossier.Passed || stage.State == dossier.Failed
	m := PopoloMotion{
		ID: "motion/" + s.Dossier + "/" + stage.ID, Organization: org, Text: popoloText(d, s), Classification: stage.ID,
		Date: popoloTime(stage.Opened), Requirement: asked.Question.Rule.String(),
	}
	v := PopoloVoteEvent{
		ID: "vote/" + s.Dossier + "/" + stage.ID, Organization: org, Motion: m.ID, Start: m.Date, Votes: []PopoloVote{},
	}
	if closed {
		v.End, m.Result = popoloTime(stage.Done), popoloResult(asked.Finding.IfClosedNow)
		v.Result = m.Result
	}
	n := map[string]int{}
	for i, p := range asked.Positions {
		option := popoloOption(asked.Question.Roll.Kind(asked.Ballots[i]), closed)
		if option == "" {
			continue
		}
		n[option]++
		v.Votes = append(v.Votes, PopoloVote{"member/" + string(p.Member), option})
	}
	for _, option := range popoloOptions {
		v.Counts = append(v.Counts, PopoloCount{option, n[option]})
	}
	m.VoteEvents = []PopoloVoteEvent{v}
	return m
}

// popoloText answers what is asked: the subject of the dossier, or the admission of its applicant.
func popoloText(d *dossier.Docket, s dossier.Standing) string {
	if text := s.Subject.In("en"); text != "" {
		return text
	}
	name := s.Name.In("en")
	if m, ok := d.Body().Member(s.Applicant); ok {
		name = m.Name.In("en")
	}
	return "Admission of " + name
}

// popoloOption answers the word for a kind of ballot; none for a member who may still speak, or is not on the roll for
// this question. Who had said nothing when the stage was closed did not vote.
func popoloOption(b game.Ballot, closed bool) string {
	switch b {
	case game.For:
		return "yes"
	case game.Against:
		return "no"
	case game.Abstaining:
		return "abstain"
	case game.Absent:
		return "absent"
	case game.Pending:
		if closed {
			return "not voting"
		}
	case game.Recused:
	}
	return ""
}

func popoloResult(o game.Outcome) string {
	switch o {
	case game.Adopted:
		return "pass"
	case game.Rejected:
		return "fail"
	case game.Open:
	}
	return ""
}

// popoloTime answers an instant as the specification wants it [RFC 3339], in UTC.
func popoloTime(at time.Time) string { return at.UTC().Format(time.RFC3339) }
