package charters_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"accede/body"
)

// lawDir holds the cases; its README.txt describes their form.
const lawDir = "../testdata/law"

// lawCase is one real decision as the files of testdata/law have it.
type lawCase struct {
	id, place  string
	date       string
	weightsOf  string
	organ      string
	rules      []lawRule
	also       []string
	seats      []lawSeats
	weights    []lawWeight
	ballots    []lawBallots
	suspended  []lawSuspension
	pendingAs  string
	wants      []lawWant
	charter    string // all rules of a case are of one charter
	commentary int
}

type lawRule struct{ charter, id string }

type lawSeats struct {
	class       string
	least, most int
}

// lawWeight is what those with one ballot weigh together, by the word of the ballot.
type lawWeight struct {
	name string
	of   map[string]int64
}

// lawBallots is one line of ballots: by name, by number, or all the rest.
type lawBallots struct {
	word    string // "unknown": one of allowed
	allowed []string
	names   []body.MemberID
	number  int
	inner   int // of the inner class; -1 when not said
	rest    bool
}

type lawSuspension struct {
	member body.MemberID
	since  string
}

type lawWant struct {
	rule    string // empty: the only one
	outcome string
	tests   []string
}

func readLaw(t *testing.T) []lawCase {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(lawDir, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []lawCase
	for _, path := range paths {
		if filepath.Base(path) == "README.txt" {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		read, err := parseLaw(filepath.Base(path), string(text))
		if err != nil {
			t.Error(err)
		}
		cases = append(cases, read...)
	}
	return cases
}

// parseLaw reads one file of cases; it stops at the first line it does not know.
func parseLaw(file, text string) ([]lawCase, error) {
	var cases []lawCase
	wanting := false
	for i, line := range strings.Split(text, "\n") {
		place := fmt.Sprintf("%s:%d", file, i+1)
		line = strings.TrimSpace(line)
		if id, ok := strings.CutPrefix(line, "== "); ok {
			cases = append(cases, lawCase{id: id, place: place})
			wanting = false
			continue
		}
		if line == "" {
			continue
		}
		if len(cases) == 0 {
			return nil, fmt.Errorf("%s: a case begins with == and its id", place)
		}
		c := &cases[len(cases)-1]
		var err error
		switch {
		case strings.HasPrefix(line, "-- want"):
			wanting = true
			rule := strings.TrimSpace(strings.Trim(strings.TrimPrefix(line, "-- want"), "- "))
			c.wants = append(c.wants, lawWant{rule: rule})
		case wanting:
			c.want(line)
		default:
			err = c.line(line)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %q: %w", place, line, err)
		}
	}
	return cases, nil
}

func (c *lawCase) want(line string) {
	w := &c.wants[len(c.wants)-1]
	if w.outcome == "" {
		w.outcome = line
		return
	}
	w.tests = append(w.tests, line)
}

// line reads one line above the wants.
func (c *lawCase) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "#":
		c.commentary++
	case "date":
		c.date = rest
	case "rule":
		charter, id, ok := strings.Cut(rest, " ")
		if !ok || c.charter != "" && c.charter != charter {
			return fmt.Errorf("a charter and a rule of it are wanted")
		}
		c.charter = charter
		c.rules = append(c.rules, lawRule{charter, id})
	case "also":
		c.also = append(c.also, rest)
	case "weights":
		c.weightsOf = strings.TrimPrefix(rest, "of ")
	case "organ":
		c.organ = rest
	case "seats":
		return c.readSeats(rest)
	case "weight":
		return c.readWeight(rest)
	case "suspended":
		member, since, _ := strings.Cut(rest, " since ")
		c.suspended = append(c.suspended, lawSuspension{body.MemberID(member), since})
	default:
		if as, ok := strings.CutPrefix(line, "pending counts as "); ok {
			c.pendingAs = as
			return nil
		}
		return c.readBallots(word, rest)
	}
	return nil
}

func (c *lawCase) readSeats(text string) error {
	for part := range strings.SplitSeq(text, ", ") {
		class, number, _ := strings.Cut(part, " ")
		least, most, ranged := strings.Cut(number, " to ")
		if !ranged {
			most = least
		}
		s := lawSeats{class: class}
		var err1, err2 error
		s.least, err1 = strconv.Atoi(least)
		s.most, err2 = strconv.Atoi(most)
		if err1 != nil || err2 != nil || s.most < s.least {
			return fmt.Errorf("%q is no number of seats", part)
		}
		c.seats = append(c.seats, s)
	}
	if len(c.seats) > 2 {
		return fmt.Errorf("a class and one class inside it can be given")
	}
	return nil
}

func (c *lawCase) readWeight(text string) error {
	name, rest, _ := strings.Cut(text, " ")
	w := lawWeight{name: name, of: map[string]int64{}}
	for part := range strings.SplitSeq(rest, ", ") {
		word, figure, _ := strings.Cut(part, " ")
		n, err := strconv.ParseInt(figure, 10, 64)
		if err != nil {
			return fmt.Errorf("%q is no weight of a ballot", part)
		}
		w.of[word] = n
	}
	c.weights = append(c.weights, w)
	return nil
}

func (c *lawCase) readBallots(word, text string) error {
	b := lawBallots{word: word, inner: -1}
	first, detail, _ := strings.Cut(text, ", ")
	fields := strings.Fields(first)
	if len(fields) == 0 {
		return fmt.Errorf("%s of what?", word)
	}
	number, err := strconv.Atoi(fields[0])
	switch {
	case word == "rest":
		b.word, b.rest = fields[0], true
	case fields[0] == "rest":
		b.rest = true
	case word == "unknown" && err == nil:
		b.number = number
		for _, allowed := range fields[1:] {
			if allowed != "or" {
				b.allowed = append(b.allowed, allowed)
			}
		}
	case err == nil && len(fields) == 1:
		b.number = number
	default:
		for _, id := range fields {
			b.names = append(b.names, body.MemberID(id))
		}
	}
	if detail != "" {
		_, n, _ := strings.Cut(detail, " ")
		if b.inner, err = strconv.Atoi(n); err != nil {
			return fmt.Errorf("%q: how many of the class?", detail)
		}
	}
	c.ballots = append(c.ballots, b)
	return nil
}

// day answers the noon of a date in a zone: no membership begins or ends then.
func day(t *testing.T, date string, zone *time.Location) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(time.DateOnly, date, zone)
	if err != nil {
		t.Fatalf("the date %q: %v", date, err)
	}
	return at.Add(12 * time.Hour)
}
