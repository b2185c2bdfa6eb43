package pgtest

import "testing"

func TestTheNewestServerIsTheOneWithTheGreatestNumber(t *testing.T) {
	for path, want := range map[string]int{
		"/usr/lib/postgresql/9/bin/initdb": 9, "/usr/lib/postgresql/15/bin/initdb": 15, "/usr/lib/postgresql/devel/bin/initdb": 0,
	} {
		if got := version(path); got != want {
			t.Errorf("version(%s) = %d, want %d", path, got, want)
		}
	}
}
