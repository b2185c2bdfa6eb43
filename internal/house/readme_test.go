package house

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
)

// twoCommands are what the README promises to somebody on a fresh machine.
var twoCommands = []string{"go run ./cmd/accede demo", "make test"}

var (
	fence    = regexp.MustCompile("(?ms)^```[a-z]*\n(.*?)^```")
	makes    = regexp.MustCompile(`\bmake ([a-z][a-z-]*)\b`)
	target   = regexp.MustCompile(`(?m)^([a-z][a-z-]*):`)
	link     = regexp.MustCompile(`\]\(([^)#\s]+)(#[^)]*)?\)`)
	runs     = regexp.MustCompile(`go run (\./[a-z/]+)`)
	backtick = regexp.MustCompile("`[^`\n]+`")
)

// promisesOfProse finds commands of the documents that are not there, links that lead nowhere, and packages that the
// README does not map.
func promisesOfProse(t *tree) []fault {
	var faults []fault
	readme := string(t.texts["README.md"])
	var commands strings.Builder
	for _, m := range fence.FindAllStringSubmatch(readme, -1) {
		commands.WriteString(m[1])
	}
	for _, c := range twoCommands {
		if !strings.Contains("\n"+commands.String(), "\n"+c+"\n") && !strings.Contains("\n"+commands.String(), "\n"+c+" ") {
			faults = append(faults, fault{"README.md", "does not show the command " + c + " on a line of its own"})
		}
	}
	for _, dir := range t.packages() {
		if dir != "." && !strings.Contains(readme, "`"+dir+"`") {
			faults = append(faults, fault{"README.md", "does not map the package `" + dir + "`"})
		}
	}
	for _, name := range t.texted() {
		if path.Ext(name) == ".md" {
			faults = append(faults, t.deadEnds(name)...)
			faults = append(faults, t.missingCommands(name)...)
		}
	}
	return faults
}

// deadEnds finds the links of a document to files that are not there.
func (t *tree) deadEnds(name string) []fault {
	var faults []fault
	text := string(t.texts[name])
	for _, m := range link.FindAllStringSubmatchIndex(text, -1) {
		to := text[m[2]:m[3]]
		if strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
			continue
		}
		if _, ok := t.names[path.Join(path.Dir(name), to)]; !ok {
			faults = append(faults, fault{at(name, text, m[0]), "the link leads nowhere: " + to})
		}
	}
	return faults
}

// missingCommands finds calls of make and go run, in code, that name nothing there is.
func (t *tree) missingCommands(name string) []fault {
	targets := map[string]bool{}
	for _, m := range target.FindAllStringSubmatch(string(t.texts["Makefile"]), -1) {
		targets[m[1]] = true
	}
	var faults []fault
	text := string(t.texts[name])
	for _, code := range append(backtick.FindAllStringIndex(text, -1), fence.FindAllStringIndex(text, -1)...) {
		part := text[code[0]:code[1]]
		for _, m := range makes.FindAllStringSubmatch(part, -1) {
			if !targets[m[1]] {
				faults = append(faults, fault{at(name, text, code[0]), "the Makefile has no target " + m[1]})
			}
		}
		for _, m := range runs.FindAllStringSubmatch(part, -1) {
			if mode, ok := t.names[path.Clean(m[1])]; !ok || mode&fs.ModeDir == 0 {
				faults = append(faults, fault{at(name, text, code[0]), "there is no command " + m[1]})
			}
		}
	}
	return faults
}

// at answers path:line of a byte of a text.
func at(name, text string, offset int) string {
	return fmt.Sprintf("%s:%d", name, 1+strings.Count(text[:offset], "\n"))
}

func TestTheDocumentsPromiseWhatIsThere(t *testing.T) { tell(t, promisesOfProse(house(t))) }

func TestAnEmptyPromiseIsCaught(t *testing.T) {
	tree := plant(t,
		"README.md", "# Accede\n\n```\ngo run ./cmd/accede demo\n```\n\n`game` decides. See [rules](doc/rules.md), [more](doc/more.md).\n\nRun `make all`.\n",
		"doc/rules.md", "[back](../README.md) [out](https://example.org)\n\nRun `go run ./cmd/other` or make do.\n",
		"Makefile", "test:\n\tgo test ./...\n",
		"cmd/accede/main.go", "package main\n",
		"game/game.go", "package game\n",
	)
	catches(t, promisesOfProse(tree), "README.md", "README.md", "README.md:7", "README.md:9", "doc/rules.md:3")
}
