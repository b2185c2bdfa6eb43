package depositary

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"accede/act"
	"accede/body"
	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/internal/store/postgres"
	"accede/internal/store/postgres/pgtest"
	"accede/internal/store/storetest"
)

// handed is what a submitter was answered, or what somebody read of the size.
type handed struct {
	seq     int64 // without the entries before the trial
	already bool
	unknown bool // whether it was done was not answered; seq is where the act is in the record in the end, 0 for nowhere
	refused bool // it was not done
}

// register is the record as those who hand acts in may imagine it: a list to which one act after another is added, each
// once, at one instant between the question and the answer. Its state is the ids in order.
func register() porcupine.Model {
	m := porcupine.NondeterministicModel{
		Init: func() []any { return []any{""} },
		Step: func(state, input, output any) []any {
			list, out := state.(string), output.(handed)
			id, submits := input.(string)
			ids := strings.Fields(list)
			if !submits { // reads the size
				if int64(len(ids)) == out.seq {
					return []any{list}
				}
				return nil
			}
			at := int64(0)
			for i, have := range ids {
				if have == id {
					at = int64(i) + 1
				}
			}
			switch {
			case out.unknown && at == 0 && int64(len(ids))+1 == out.seq:
				return []any{list, list + id + " "}
			case out.unknown, out.refused:
				return []any{list}
			case out.already && at == out.seq:
				return []any{list}
			case !out.already && at == 0 && int64(len(ids))+1 == out.seq:
				return []any{list + id + " "}
			}
			return nil
		},
	}
	return m.ToModel()
}

// history hands acts in from several submitters at once, some of them again, and reads sizes between; faults of the log
// are of every kind.
func history(t *testing.T, log store.Log, seed uint64) []porcupine.Operation {
	t.Helper()
	r := foundIn(t, body.Official, log)
	faulty := storetest.NewFaulty(t, slow{log})
	d, err := Open(background, r.config(faulty))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "accession"}))
	before := d.Size()
	random := rand.New(rand.NewPCG(seed, 0))
	for range 20 {
		faulty.Plan([]storetest.Fault{storetest.Sound, storetest.Sound, storetest.Fault(random.IntN(5))}[random.IntN(3)])
	}
	const submitters, each = 5, 8
	began := time.Now()
	all := make([][]porcupine.Operation, submitters)
	var running sync.WaitGroup
	for who := range submitters {
		dice := rand.New(rand.NewPCG(seed, uint64(who)+1))
		running.Go(func() {
			for n := range each {
				op := porcupine.Operation{ClientId: who, Call: int64(time.Since(began))}
				if dice.IntN(4) == 0 {
					op.Output = handed{seq: d.Size() - before}
				} else {
					id := fmt.Sprintf("says-%d-%d", who, max(0, n-dice.IntN(2))) // or the one before again
					op.Input = id
					op.Output = handIn(d, official(t, id, "a", "x", &act.Position{Ballot: "for"}), before)
				}
				op.Return = int64(time.Since(began))
				if op.Output.(handed).unknown {
					op.Return = math.MaxInt64 // it may still come to pass
				}
				all[who] = append(all[who], op)
			}
		})
	}
	running.Wait()
	for range 20 { // what is left of the plan, so that the last commit is one whose fate is known
		handIn(d, official(t, "says-last", "a", "x", &act.Position{Ballot: "for"}), before)
	}
	end := wantSound(t, r, d)
	var ops []porcupine.Operation
	for _, own := range all {
		for _, op := range own {
			if out := op.Output.(handed); out.unknown {
				if seq, _, ok := end.Docket.SeenID(op.Input.(string)); ok {
					out.seq = seq - before
				}
				op.Output = out
			}
			ops = append(ops, op)
		}
	}
	return ops
}

func handIn(d *Depositary, bytes []byte, before int64) handed {
	r, err := d.Submit(background, bytes)
	switch {
	case errors.Is(err, store.ErrFull):
		return handed{refused: true}
	case err != nil:
		return handed{unknown: true}
	}
	return handed{seq: r.Seq - before, already: r.Already}
}

func wantLinear(t *testing.T, trials int, anew func() store.Log) {
	t.Helper()
	for range trials {
		seed := rand.Uint64()
		ops := history(t, anew(), seed)
		if got := porcupine.CheckOperationsTimeout(register(), ops, time.Minute); got != porcupine.Ok {
			t.Errorf("seed %d: the history of %d operations is %s, want %s: %.2000v", seed, len(ops), got, porcupine.Ok, ops)
		}
	}
}

func TestActsHandedInAtOnceAreRegisteredOneAfterAnother(t *testing.T) {
	wantLinear(t, 10, func() store.Log { return mem.New() })
}

func TestActsHandedInAtOnceAreRegisteredOneAfterAnotherOnDisk(t *testing.T) {
	wantLinear(t, 5, func() store.Log { return onDisk(t) })
}

func TestActsHandedInAtOnceAreRegisteredOneAfterAnotherInPostgreSQL(t *testing.T) {
	s := pgtest.Start(t)
	wantLinear(t, 5, func() store.Log {
		log, err := postgres.Create(background, s.Place(t))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { log.Close() })
		return log
	})
}

// The checker must be able to find what it looks for.
func TestAHistoryWithAnActTwiceOrAStaleSizeIsFound(t *testing.T) {
	say := func(call, back int64, id string, out handed) porcupine.Operation {
		return porcupine.Operation{Input: id, Call: call, Return: back, Output: out}
	}
	for name, ops := range map[string][]porcupine.Operation{
		"twice": {say(1, 2, "a", handed{seq: 1}), say(3, 4, "a", handed{seq: 2})},
		"lost":  {say(1, 2, "a", handed{seq: 1}), say(3, 4, "b", handed{seq: 1})},
		"stale": {say(1, 2, "a", handed{seq: 1}), {Call: 3, Return: 4, Output: handed{seq: 0}}},
		"order": {say(1, 2, "a", handed{seq: 2}), say(3, 4, "b", handed{seq: 1})},
	} {
		if got := porcupine.CheckOperationsTimeout(register(), ops, time.Minute); got != porcupine.Illegal {
			t.Errorf("%s: the history is %s, want %s", name, got, porcupine.Illegal)
		}
	}
}
