package dossier

import (
	"time"

	"accede/act"
	"accede/body"
	"accede/game"
	"accede/rule"
)

// State is one application: what its entries fold to. It is reached through a Docket, which folds it.
type State struct {
	owner owner

	id        string
	applicant body.MemberID
	name      body.Names // of an applicant the charter does not list
	procedure *rule.Procedure
	subject   body.Names
	applied   time.Time
	status    string // what the applicant has gained: applicant, invitee …

	stages []*stage
	group  int // index of the charter's stage the dossier is in; one past the last when all are done

	law      *law // the charter in force when it was opened
	proposed *law // of an amendment, the charter it proposes

	objections  []*objection
	concerns    map[string]*concern
	demands     map[string]*demand
	commitments map[string]*commitment
	measures    map[string]*measure // by the id of the act
	rounds      []*round
	texts       []*text

	inForce bool
	ended   string // withdrawn, lapsed
	endedAt time.Time

	lines    []line
	packed   []byte    // acts of lines, packed
	papers   []uint32  // the places in lines of acts from paper that may be confirmed
	promised []string  // the ids of commitments, in the order in which they were given
	done     []string  // the ids of acts that report measures, in order
	deadline time.Time // when something will next follow from time alone; zero: never
}

// stageKind is how a stage is gone through.
type stageKind uint8

const (
	decided stageKind = iota + 1 // by a rule, over positions
	each                         // by acts of each of several parties
	single                       // by one act of one party
	timed                        // by conditions with time in them
)

// stage is one stage of one dossier, or one part and step of a stage that repeats.
type stage struct {
	id     string // as acts name it: invitation, cluster/fundamentals/open
	part   string
	step   string
	group  int
	after  *stage // the step of the same part that must pass first
	text   *body.Stage
	law    *rule.Stage
	kind   stageKind
	state  StageState
	opened time.Time
	done   time.Time
	warned bool // the notice of its time limit is in

	roll     *body.Roll  // fixed when it opened, or as last changed by a notice when it floats
	voices   []voice     // by position on the roll, of a stage that is decided
	tally    *rule.Tally // running, of a stage that closes when certain
	tallied  *lineage    // whose the tally is: whoever shares the stage counts anew
	question *question
	counted  *act.Count
	casting  string        // the chair's casting vote, with which it closed the stage; empty: none
	finding  *rule.Finding // as closed
	closing  bool          // the chair has closed it, or the totals are in: its finding is owed

	steps   []act.Kind // of a stage that wants acts
	parties []body.MemberID
	marks   map[body.MemberID][]mark // by party, one for each step
}

// voice is what one member has said in a stage.
type voice struct {
	ballot    game.Ballot
	since     time.Time
	seq       int64
	reserve   bool
	pledge    string // its condition, as it was written: for if …
	objection string
}

// mark is a step that is done.
type mark struct {
	done  bool
	when  time.Time
	dated act.Dating
	seq   int64
}

// question is what has been put in a stage.
type question struct {
	text    body.Names
	put     time.Time
	until   time.Time
	version int
	broken  []body.MemberID // who broke the silence kept on this version
	seq     int64

	watch watch // what watchers have said, where the charter asks for them
}

// objection is an objection as this dossier sees it.
type objection struct {
	id        string
	by        body.MemberID
	stage     string // id of the charter's stage; empty: all
	grounds   body.Names
	since     time.Time
	seq       int64
	withdrawn []withdrawal
	concerns  []*concern
}

// withdrawal takes an objection back for one stage, or for all when stage is empty.
type withdrawal struct {
	stage      string
	when       time.Time
	conditions body.Names
}

type concern struct {
	id       string
	text     body.Names
	since    time.Time
	demands  []*demand
	answers  []*commitment // that answer it as a whole
	progress string        // of the last round that took it up
	took     time.Time     // when that was
	moved    time.Time     // when a round last moved it
}

type demand struct {
	id      string
	by      body.MemberID
	of      []body.MemberID // who must answer in this dossier
	text    body.Names
	since   time.Time
	due     time.Time
	concern *concern
	answers []*commitment
	direct  []*measure // measures that answer it without a commitment
	finds   string
	found   time.Time
	claimed bool
}

type commitment struct {
	id       string
	clause   string
	by       []body.MemberID
	owed     []body.MemberID // those of by who owe it in this dossier
	text     body.Names
	textID   string // the memorandum
	agreedBy []body.MemberID
	since    time.Time
	due      time.Time
	kind     string
	measures []*measure
	finds    string
}

type measure struct {
	id        string
	by        body.MemberID
	text      body.Names
	since     time.Time
	evidence  int
	assessed  bool
	direction string
	strength  int
	answers   []*demand
	seq       int64
}

type round struct {
	id   string
	when time.Time
	seq  int64
	talk *act.Talks
}

type text struct {
	id      string
	title   body.Names
	when    time.Time
	place   string
	parties []body.MemberID
	agreed  bool
	clauses []*commitment
	tabled  []tabled // of a draft in clauses; nil of any other text
	seq     int64
}

// stands says whether the objection stands in a stage of the charter.
func (o *objection) stands(stageID string) bool {
	if o.stage != "" && o.stage != stageID {
		return false
	}
	for _, w := range o.withdrawn {
		if w.stage == "" || w.stage == stageID {
			return false
		}
	}
	return true
}

// current answers the open stages, in order.
func (s *State) current() []*stage {
	var open []*stage
	for _, g := range s.stages {
		if g.group == s.group && g.state == Current {
			open = append(open, g)
		}
	}
	return open
}

// focus answers the stage the dossier is said to be in: the first open one, else the failed one, else the last.
func (s *State) focus() *stage {
	var failed *stage
	for _, g := range s.stages {
		if g.group != s.group {
			continue
		}
		switch g.state {
		case Current:
			return g
		case Failed:
			failed = g
		case Ahead, Passed:
		}
	}
	if failed != nil {
		return failed
	}
	if s.group < s.groups() {
		for _, g := range s.stages {
			if g.group == s.group {
				return g
			}
		}
	}
	return s.stages[len(s.stages)-1]
}

// groups answers how many stages of the charter the procedure has.
func (s *State) groups() int { return len(s.procedure.Stages) }

// stage answers the stage an act names.
func (s *State) stage(id string) *stage {
	for _, g := range s.stages {
		if g.id == id {
			return g
		}
	}
	return nil
}
