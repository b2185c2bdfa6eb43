package main

import (
	"fmt"

	"accede/internal/load"
)

// growers is how many hand in at once while members are admitted.
const growers = 64

// grow admits the members that are not of the founding, and enrols a key of each, by acts of the chair as any body does.
func (b *bench) grow() error {
	first := int64(b.Parties)
	total := int64(b.Members) - first
	if total <= 0 {
		return nil
	}
	for _, step := range []struct {
		what string
		sign func(n int64) (load.Signed, error)
	}{{"members admitted", b.author.Admitting}, {"keys enrolled", b.author.Enrolling}} {
		next, err := b.signed(step.what+": signing", total, func(n int64) (load.Signed, error) { return step.sign(first + n) })
		if err != nil {
			return err
		}
		h, err := b.measure(growers, step.what, next, total, func() ([]int64, error) { return []int64{}, nil })
		if err != nil {
			return err
		}
		if h.Acts != total {
			return fmt.Errorf("%s: %d of %d, refused %v: the record is not as the ballot needs it", step.what, h.Acts, total, h.Refused)
		}
		b.report.Growing = append(b.report.Growing, h)
	}
	return nil
}
