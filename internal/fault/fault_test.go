package fault

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"testing"

	"accede/act"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/store"
)

func TestEveryRowIsWhole(t *testing.T) {
	statuses := map[string]int{}
	for _, row := range append(Table(), Internal()) {
		if row.Name == "" || row.Title == "" || row.Do == "" || http.StatusText(row.Status) == "" || row.Status < 400 || row.Exit < ExitInput || row.Exit > ExitVerify {
			t.Errorf("row %q = %+v, want a name, a title, what to do, a status of an error and an exit code", row.Name, row)
		}
		if s, twice := statuses[row.Name]; twice && s != row.Status {
			t.Errorf("the name %q has the statuses %d and %d", row.Name, s, row.Status)
		}
		statuses[row.Name] = row.Status
		got, ok := Named(row.Name)
		if !ok || got.Status != row.Status {
			t.Errorf("Named(%q) = %d, %v, want %d", row.Name, got.Status, ok, row.Status)
		}
	}
	if _, ok := Named("none"); ok {
		t.Error("Named answers a row nobody made")
	}
}

func TestWhatAnErrorIsComesBeforeWhereItWasMet(t *testing.T) {
	for _, c := range []struct {
		err          error
		status, exit int
	}{
		{nil, 0, ExitDone},
		{errors.New("never heard of"), 0, ExitInput},
		{fmt.Errorf("read the record: %w: %w", ErrRecord, &store.DamageError{Position: 3, What: "cut"}), 500, ExitVerify},
		{fmt.Errorf("append: %w", errors.Join(depositary.ErrTaken, store.ErrConflict)), 503, ExitConflict},
		{&dossier.Refusal{Err: dossier.ErrAuthority}, 403, ExitAllowed},
		{&dossier.Refusal{Err: dossier.ErrUnknown}, 404, ExitInput},
		{fmt.Errorf("read act: %w", act.ErrForm), 400, ExitInput},
	} {
		row, _ := Of(c.err)
		if got := Exit(c.err); row.Status != c.status || got != c.exit {
			t.Errorf("%v: status %d and exit %d, want %d and %d", c.err, row.Status, got, c.status, c.exit)
		}
	}
}

func TestPagesExplainOnlyWhatTheyHaveWordsFor(t *testing.T) {
	for _, c := range []struct {
		err  error
		name string
	}{
		{fmt.Errorf("%w: %w", ErrRecord, store.ErrDamaged), "record"},
		{store.ErrDamaged, "internal"},
		{dossier.ErrUnknown, "dossier"},
		{nil, "internal"},
	} {
		if got := Page(c.err); got.Name != c.name {
			t.Errorf("Page(%v) = %s, want %s", c.err, got.Name, c.name)
		}
	}
}

func TestARefusalIsToldWithItsCodeAndArguments(t *testing.T) {
	no := dossier.Refuse("act-id-taken", 7)
	no.Act = "a"
	other := dossier.Refuse("line-unsigned")
	got := Refusals(fmt.Errorf("hand it in: %w", errors.Join(errors.New("beside"), no, other)))
	want := []Refusal{
		{Name: "already-known", Exit: ExitConflict, Code: "act-id-taken", Args: []dossier.Arg{{Name: "entry", Kind: dossier.ArgNumber, Value: "7"}}, Act: "a", Text: "entry 7 has this id; give the act another one"},
		{Name: "not-this-partys", Exit: ExitAllowed, Code: "line-unsigned", Args: []dossier.Arg{}, Text: "the line has no signature"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Refusals = %+v, want %+v", got, want)
	}
	if got := Refusals(errors.New("none")); got != nil {
		t.Errorf("Refusals of another error = %v, want none", got)
	}
}
