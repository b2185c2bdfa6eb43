package main

import (
	"strings"
	"testing"
)

func tallied(lines ...string) (string, int) {
	var out strings.Builder
	status := run(strings.NewReader(strings.Join(lines, "\n")), &out)
	return out.String(), status
}

func TestTheLastLineCountsAndSkipsAreExplained(t *testing.T) {
	got, status := tallied(
		`{"Action":"start","Package":"a"}`,
		`{"Action":"run","Package":"a","Test":"TestOne"}`,
		`{"Action":"output","Package":"a","Test":"TestOne","Output":"noise\n"}`,
		`{"Action":"pass","Package":"a","Test":"TestOne"}`,
		`{"Action":"output","Package":"a","Test":"TestTwo","Output":"=== RUN   TestTwo\n"}`,
		`{"Action":"output","Package":"a","Test":"TestTwo","Output":"    a_test.go:3: no browser here\n"}`,
		`{"Action":"skip","Package":"a","Test":"TestTwo"}`,
		`{"Action":"pass","Package":"a","Elapsed":1.25}`,
		`{"Action":"output","Package":"b","Output":"?   \tb\t[no test files]\n"}`,
		`{"Action":"skip","Package":"b"}`,
	)
	want := "skipped a TestTwo: a_test.go:3: no browser here\nok      1.2s  a\n1 passed, 0 failed, 1 skipped\n"
	if got != want || status != 0 {
		t.Errorf("run = %q, %d, want %q, 0", got, status, want)
	}
}

func TestAFailureIsShownWholeAndCounted(t *testing.T) {
	got, status := tallied(
		`{"Action":"pass","Package":"a","Test":"TestOne"}`,
		`{"Action":"output","Package":"a","Test":"TestTwo","Output":"F(1) = 2, want 3\n"}`,
		`{"Action":"fail","Package":"a","Test":"TestTwo"}`,
		`{"Action":"fail","Package":"a","Elapsed":0.5}`,
	)
	want := "a TestTwo\nF(1) = 2, want 3\nFAIL    0.5s  a\n1 passed, 1 failed, 0 skipped\n"
	if got != want || status != 1 {
		t.Errorf("run = %q, %d, want %q, 1", got, status, want)
	}
}

func TestAPackageThatIsNotBuiltIsAFailure(t *testing.T) {
	got, status := tallied(
		`{"ImportPath":"a [a.test]","Action":"build-output","Output":"a.go:1: undefined: x\n"}`,
		`{"ImportPath":"a [a.test]","Action":"build-fail"}`,
		`{"Action":"output","Package":"a","Output":"FAIL\ta [build failed]\n"}`,
		`{"Action":"fail","Package":"a","Elapsed":0,"FailedBuild":"a [a.test]"}`,
		`{"Action":"pass","Package":"b","Test":"TestOne"}`,
		`{"Action":"pass","Package":"b","Elapsed":0}`,
		`go: not an event`,
	)
	want := "a.go:1: undefined: x\nFAIL    0.0s  a\nFAIL\ta [build failed]\nok      0.0s  b\ngo: not an event\n" +
		"1 packages could not be tested to the end\n1 passed, 1 failed, 0 skipped\n"
	if got != want || status != 1 {
		t.Errorf("run = %q, %d, want %q, 1", got, status, want)
	}
}

func TestNoTestAtAllIsAFailure(t *testing.T) {
	if got, status := tallied(`{"Action":"skip","Package":"a"}`); status != 1 {
		t.Errorf("run = %q, %d, want status 1", got, status)
	}
}
