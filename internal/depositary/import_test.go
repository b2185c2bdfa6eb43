package depositary

import (
	"errors"
	"fmt"
	"testing"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/internal/store/storetest"
)

func TestAnImportIsRegisteredOnceHoweverOftenItIsAsked(t *testing.T) {
	r := founded(t, body.Reported)
	d := r.open(t)
	acts := file(
		reported("x-applies", "x", "x", 2, &act.Apply{Procedure: "vote"}),
		reported("a-votes", "a", "x", 3, &act.Position{Ballot: "for"}),
	)
	told := 0
	got, err := d.Import(background, acts, func(done, total int) { told = done })
	if want := (Imported{Added: 2, Size: 3}); err != nil || got != want || told != 2 {
		t.Errorf("Import = %+v, %v, told of %d; want %+v", got, err, told, want)
	}
	got, err = d.Import(background, acts, nil)
	if want := (Imported{Already: 2, Size: 3}); err != nil || got != want {
		t.Errorf("Import again = %+v, %v; want %+v", got, err, want)
	}
	wantSound(t, r, d)
}

func TestOneBadActRefusesTheWholeImportAndNamesAllBadOnes(t *testing.T) {
	r := founded(t, body.Reported)
	d := r.open(t)
	_, err := d.Import(background, file(
		reported("x-applies", "x", "x", 2, &act.Apply{Procedure: "vote"}),
		reported("z-votes", "z", "x", 3, &act.Position{Ballot: "for"}),
		reported("a-votes", "a", "x", 3, &act.Position{Ballot: "for"}),
		reported("nowhere", "a", "nowhere", 3, &act.Position{Ballot: "for"}),
	), nil)
	var refused *Refused
	if !errors.As(err, &refused) || len(refused.Faults) != 2 || refused.Faults[0].Place.Line != 2 || refused.Faults[1].Place.Line != 4 {
		t.Fatalf("Import = %v, want the acts on lines 2 and 4 refused", err)
	}
	if !errors.Is(err, dossier.ErrUnknown) || !errors.Is(err, dossier.ErrAuthority) {
		t.Errorf("Import = %v, want ErrUnknown and ErrAuthority in it", err)
	}
	if d.Size() != 1 {
		t.Errorf("the record has %d entries, want 1", d.Size())
	}
	wantSound(t, r, d)
}

func TestNoMoreFaultsAreNamedThanAnybodyReads(t *testing.T) {
	d := founded(t, body.Reported).open(t)
	var acts []act.Act
	for i := range 3 * form.MaxFaults {
		acts = append(acts, reported(fmt.Sprintf("v-%d", i), "a", "nowhere", 2, &act.Position{Ballot: "for"}))
	}
	_, err := d.Import(background, file(acts...), nil)
	var refused *Refused
	if !errors.As(err, &refused) || len(refused.Faults) != form.MaxFaults || !refused.More {
		t.Errorf("Import = %v, want %d faults and more", err, form.MaxFaults)
	}
}

func TestAnImportedActOfAnIdThatIsTakenIsAConflictNamingBoth(t *testing.T) {
	d := founded(t, body.Reported).open(t)
	if _, err := d.Import(background, file(reported("x-applies", "x", "x", 2, &act.Apply{Procedure: "vote"})), nil); err != nil {
		t.Fatal(err)
	}
	_, err := d.Import(background, file(reported("x-applies", "y", "y", 2, &act.Apply{Procedure: "vote"})), nil)
	const want = `acts.yaml:1:1: act "x-applies": entry 2 of the record is another act under this id: another act has this id`
	if !errors.Is(err, ErrConflict) || err.Error() != want {
		t.Errorf("Import = %v, want %s", err, want)
	}
}

// TestAnEarlierActReportedLaterIsFoldedInItsPlace: reports come late; the record is folded by the dates of events.
func TestAnEarlierActReportedLaterIsFoldedInItsPlace(t *testing.T) {
	r := founded(t, body.Reported)
	d := r.open(t)
	first := file(
		reported("x-applies", "x", "x", 2, &act.Apply{Procedure: "vote"}),
		reported("a-votes-again", "a", "x", 9, &act.Position{Ballot: "against"}),
	)
	if _, err := d.Import(background, first, nil); err != nil {
		t.Fatal(err)
	}
	submit(t, d, marshal(t, reported("a-votes", "a", "x", 5, &act.Position{Ballot: "for"})))
	if _, err := d.Import(background, file(reported("y-applies", "y", "y", 1, &act.Apply{Procedure: "vote"})), nil); err != nil {
		t.Fatal(err)
	}
	got := wantSound(t, r, d)
	if ids := got.Docket.Dossiers(); len(ids) != 2 || ids[0] != "y" {
		t.Errorf("dossiers %v, want y before x", ids)
	}
	for _, c := range []struct {
		day  int
		want string
	}{{5, "for"}, {9, "against"}} {
		then, err := d.Docket(background, day(c.day))
		if err != nil {
			t.Fatal(err)
		}
		s, err := then.Standing("x", day(c.day))
		if err != nil || s.Positions[0].Word != c.want {
			t.Errorf("on day %d: %+v, %v; want a to be %s", c.day, s.Positions, err, c.want)
		}
	}
}

func TestAnEarlierActThatWouldUndoTheRecordIsRefused(t *testing.T) {
	r := founded(t, body.Reported)
	d := r.open(t)
	if _, err := d.Import(background, file(
		reported("x-applies", "x", "x", 2, &act.Apply{Procedure: "vote"}),
		reported("a-votes", "a", "x", 9, &act.Position{Ballot: "for"}),
	), nil); err != nil {
		t.Fatal(err)
	}
	undone := reported("x-withdraws", "x", "x", 5, &act.Withdraw{What: "application"})
	if _, err := d.Submit(background, marshal(t, undone)); err == nil {
		t.Error("Submit of an earlier withdrawal was registered, want it refused")
	}
	var refused *Refused
	if _, err := d.Import(background, file(undone), nil); !errors.As(err, &refused) {
		t.Errorf("Import = %v, want a refusal", err)
	}
	if d.Size() != 3 {
		t.Errorf("the record has %d entries, want 3", d.Size())
	}
	wantSound(t, r, d)
}

func TestAnImportOfUnknownFateIsSettledByAskingAgain(t *testing.T) {
	for _, fault := range []storetest.Fault{storetest.NotDone, storetest.DoneUnsaid} {
		r := founded(t, body.Reported)
		log := storetest.NewFaulty(t, r.log)
		d, err := Open(background, r.config(log))
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		acts := file(reported("x-applies", "x", "x", 2, &act.Apply{Procedure: "vote"}))
		log.Plan(fault)
		if _, err := d.Import(background, acts, nil); !errors.Is(err, ErrUnknownFate) {
			t.Errorf("Import = %v, want ErrUnknownFate", err)
		}
		got, err := d.Import(background, acts, nil)
		if err != nil || got.Added+got.Already != 1 || got.Size != 2 {
			t.Errorf("Import again = %+v, %v; want one act in a record of 2", got, err)
		}
		wantSound(t, r, d)
	}
}
