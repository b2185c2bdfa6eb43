package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// printed answers the words of a PDF file, read by a foreign reader where there is one.
func printed(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(data, []byte("%PDF-")) || !bytes.Contains(data[max(0, len(data)-64):], []byte("%%EOF")) {
		t.Fatalf("%s is no whole PDF file: it begins %.16q", file, data)
	}
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed (package poppler-utils): what was printed is a PDF file, its words are not read")
	}
	out, err := exec.Command(reader, "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext %s: %v", file, err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func TestADossierIsPrintedInABrowserAsAFile(t *testing.T) {
	if _, err := findBrowser(""); err != nil {
		t.Skip("no Chromium on this machine: nothing is printed")
	}
	dir := t.TempDir()
	record := filepath.Join(dir, "record")
	must(t, "demo", "--once", "--record", record)
	file := filepath.Join(dir, "out.pdf")
	must(t, "pdf", "fi", "--page", "minutes", "--round", "talks-2", "--record", record, "--as-of", "2022-06-21", "-o", file)
	words := printed(t, file)
	for _, want := range []string{"Second round of talks", "Brussels, NATO headquarters", "the direction and strength"} {
		if !strings.Contains(words, want) {
			t.Errorf("the minutes do not say %q: %.600s", want, words)
		}
	}
}

func TestWhatCannotBePrintedLeavesNoFile(t *testing.T) {
	dir := t.TempDir()
	record, file := filepath.Join(dir, "record"), filepath.Join(dir, "out.pdf")
	must(t, "demo", "--once", "--record", record)
	liar := filepath.Join(dir, "liar")
	if err := os.WriteFile(liar, []byte("#!/bin/sh\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	silent := filepath.Join(dir, "silent")
	if err := os.WriteFile(silent, []byte("#!/bin/sh\nexit 0\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"no browser":           {"fi", "--chromium", filepath.Join(dir, "nothing")},
		"a browser that fails": {"fi", "--chromium", liar},
		"one that is silent":   {"fi", "--chromium", silent},
		"no such dossier":      {"xx", "--chromium", silent},
		"no such round":        {"fi", "--chromium", silent, "--page", "minutes", "--round", "talks-99"},
		"minutes of nothing":   {"fi", "--chromium", silent, "--page", "minutes"},
		"no such day":          {"fi", "--chromium", silent, "--as-of", "2022-02-30"},
	} {
		if code, out, err := accede(t, append([]string{"pdf", "--record", record, "-o", file}, args...)...); code == 0 || err == "" {
			t.Errorf("%s = %d %s%s", name, code, out, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "*out.pdf*"))
	if err != nil || len(left) != 0 {
		t.Errorf("there is %v, %v, want nothing", left, err)
	}
}
