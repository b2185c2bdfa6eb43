package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"accede/body"
	"accede/form"
	"accede/game"
)

// ballots is a table of votes: a roll and what each on it has said.
type ballots struct {
	roll    *body.Roll
	ballots []game.Ballot // by position on the roll
}

// The columns every table has; any further column is a weight. Empty classes: of no class; an empty ballot: pending.
const (
	columnMember  = "member"
	columnClasses = "classes"
	columnBallot  = "ballot"
)

// readBallots reads a table of votes from CSV, strictly: each fault with its place, form.MaxFaults at most. Time and
// memory go with the size of the file.
func readBallots(file, text string) (*ballots, error) {
	return readTable(file, text, columnMember, columnClasses, columnBallot)
}

// readRoll reads a table that need not have classes or ballots; the ballots it has count for nothing.
func readRoll(file, text string) (*ballots, error) {
	return readTable(file, text, columnMember)
}

// readTable reads a table with the columns that are wanted at least.
func readTable(file, text string, wanted ...string) (*ballots, error) {
	t := &tableReader{csv: csv{file: file, text: strings.TrimPrefix(text, "\ufeff"), line: 1}, wanted: wanted}
	if at := firstInvalid(t.csv.text); at >= 0 {
		return nil, t.csv.fault(at, "not UTF-8; save the file as UTF-8")
	}
	if err := t.header(); err != nil {
		return nil, err
	}
	for !t.csv.atEnd() {
		fields, err := t.csv.record(t.fields[:0])
		if err != nil {
			return nil, err
		}
		t.fields = fields
		t.row(fields)
		if len(t.faults) >= form.MaxFaults {
			t.faults = t.faults[:form.MaxFaults]
			break
		}
	}
	if len(t.faults) > 0 {
		return nil, t.faults
	}
	return t.finish()
}

func firstInvalid(text string) int {
	for i, r := range text {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(text[i:]); n == 1 {
				return i
			}
		}
	}
	return -1
}

// tableReader turns records into a roll.
type tableReader struct {
	csv    csv
	wanted []string // columns that must be there
	fields []field
	faults form.Faults

	columns []column
	members []body.MemberID
	ballots []game.Ballot
	classes []body.RollClass
	weights []body.RollWeight

	seen    map[string]int // the line of each member
	classAt map[string]int // place in classes
	sums    []int64        // of the weights
}

// column says what a column is for: weight is its place in the roll's weights, −1 otherwise.
type column struct {
	name   string
	weight int
}

func (t *tableReader) tell(f field, format string, args ...any) {
	t.faults = append(t.faults, t.csv.fault(f.at, format, args...))
}

// header reads the names of the columns.
func (t *tableReader) header() error {
	want := "the first line names the columns: " + strings.Join(t.wanted, ",") + ", and any weights"
	if t.csv.atEnd() {
		return t.csv.fault(0, "the file is empty; %s", want)
	}
	fields, err := t.csv.record(nil)
	if err != nil {
		return err
	}
	if len(fields) == 1 && strings.Contains(fields[0].text, ";") {
		return t.csv.fault(0, "the columns are parted by semicolons; save the file with commas")
	}
	for _, f := range fields {
		if slices.ContainsFunc(t.columns, func(c column) bool { return c.name == f.text }) {
			return t.csv.fault(f.at, "the column %q is there twice", f.text)
		}
		c := column{f.text, -1}
		switch f.text {
		case columnMember, columnClasses, columnBallot:
		case "":
			return t.csv.fault(f.at, "a column without a name; %s", want)
		default:
			c.weight = len(t.weights)
			t.weights = append(t.weights, body.RollWeight{Name: f.text, Unit: f.text})
		}
		t.columns = append(t.columns, c)
	}
	for _, name := range t.wanted {
		if !slices.ContainsFunc(t.columns, func(c column) bool { return c.name == name }) {
			return t.csv.fault(0, "the column %q is missing; %s", name, want)
		}
	}
	// A line has some ten bytes at least; room for them all at once saves copying a large table.
	lines := strings.Count(t.csv.text, "\n")
	t.seen, t.classAt = make(map[string]int, lines), map[string]int{}
	t.ballots = make([]game.Ballot, 0, lines)
	t.members = make([]body.MemberID, 0, lines)
	t.sums = make([]int64, len(t.weights))
	return nil
}

// row reads one member.
func (t *tableReader) row(fields []field) {
	if len(fields) != len(t.columns) {
		t.tell(fields[0], "%d columns, the first line has %d", len(fields), len(t.columns))
		return
	}
	ballot := game.Pending
	for i, c := range t.columns {
		f := fields[i]
		switch {
		case c.weight >= 0:
			t.weight(c, f)
		case c.name == columnMember:
			t.member(f)
		case c.name == columnClasses:
		case c.name == columnBallot && f.text != "":
			b, ok := body.KindByName(f.text)
			if !ok {
				t.tell(f, "unknown ballot %q; %s", f.text, nearest(f.text))
			}
			ballot = b
		}
	}
	t.ballots = append(t.ballots, ballot)
	for i, c := range t.columns {
		if c.name == columnClasses {
			t.classesOf(fields[i].text)
		}
	}
}

// ballotWords are the words a ballot may be.
var ballotWords = [...]string{"for", "against", "abstaining", "absent", "pending", "recused"}

func nearest(word string) string {
	if near, ok := form.Nearest(word, ballotWords[:]); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "it is one of " + strings.Join(ballotWords[:], ", ") + ", or empty for pending"
}

func (t *tableReader) member(f field) {
	if f.text == "" {
		t.tell(f, "the member has no name")
		return
	}
	if line, twice := t.seen[f.text]; twice {
		t.tell(f, "member %q is there twice; the first is on line %d", f.text, line)
		return
	}
	t.seen[f.text] = t.csv.started
	t.members = append(t.members, body.MemberID(f.text))
}

func (t *tableReader) weight(c column, f field) {
	n, err := strconv.ParseInt(f.text, 10, 64)
	switch {
	case err != nil || n < 0 || f.text[0] == '+':
		t.tell(f, "%s is %q; a weight is a whole number, 0 or more, without separators", c.name, f.text)
		n = 0
	case n > math.MaxInt64-t.sums[c.weight]:
		t.tell(f, "the sum of %s is beyond %d", c.name, int64(math.MaxInt64))
		n = 0
	}
	t.sums[c.weight] += n
	w := &t.weights[c.weight]
	w.Of = append(w.Of, n)
}

// classesOf adds the member read last to its classes. A class knows its members up to the last who belongs; finish
// fills up the rest.
func (t *tableReader) classesOf(text string) {
	at := len(t.ballots) - 1
	for name := range strings.FieldsSeq(text) {
		if name == body.Everyone {
			continue // all belong, always
		}
		i, ok := t.classAt[name]
		if !ok {
			i = len(t.classes)
			t.classAt[name] = i
			t.classes = append(t.classes, body.RollClass{Name: name})
		}
		c := &t.classes[i]
		if len(c.In) == at+1 {
			continue // named twice on one line
		}
		c.In = append(c.In, make([]bool, at-len(c.In))...)
		c.In = append(c.In, true)
		c.Size++
	}
}

// finish makes the roll. What is wrong with the whole of it has no place.
func (t *tableReader) finish() (*ballots, error) {
	n := len(t.ballots)
	for i := range t.classes {
		c := &t.classes[i]
		c.In = append(c.In, make([]bool, n-len(c.In))...)
	}
	roll, err := body.NewRoll(time.Time{}, t.members, t.classes, t.weights, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.csv.file, err)
	}
	return &ballots{roll, t.ballots}, nil
}
