package act

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"accede/body"
	"accede/canon"
	"accede/form"
)

// Validate checks the due form of an act: what is required is there; ids, words and addresses are well written;
// numbers are in their range; texts have something in them that can be read, and nothing that hides how it reads.
// It does not ask whether the act is admissible. Its errors wrap ErrForm and name the field.
func (a Act) Validate() error {
	if a.Do == nil {
		return fmt.Errorf("act %s: what was done is missing: %w", a.ID, ErrForm)
	}
	p := plans()[a.Do.Kind()]
	deed := reflect.ValueOf(a.Do)
	if p == nil || deed.Type().Elem() != p.deed || deed.IsNil() {
		return fmt.Errorf("act %s: a %T does nothing: %w", a.ID, a.Do, ErrForm)
	}
	return p.check(&a, deed.Elem())
}

// check answers the first thing that is wrong with an act.
func (p *plan) check(a *Act, deed reflect.Value) error {
	head := reflect.ValueOf(a).Elem()
	for _, f := range p.fields {
		if wrong := f.check(f.in(head, deed)); wrong != "" {
			return p.wrong(a, wrong)
		}
	}
	return p.obeyed(a, deed)
}

// obeyed applies the rule that acts have, and the one that a kind has of its own.
func (p *plan) obeyed(a *Act, deed reflect.Value) error {
	if wrong := a.rule(); wrong != "" {
		return p.wrong(a, wrong)
	}
	if wrong := p.enclosures(a, deed); wrong != "" {
		return p.wrong(a, wrong)
	}
	if !p.ruled {
		return nil
	}
	if wrong := deed.Interface().(ruled).rule(); wrong != "" {
		return p.wrong(a, wrong)
	}
	return nil
}

func (p *plan) wrong(a *Act, what string) error {
	return fmt.Errorf("act %s (%s): %s: %w", a.ID, p.kind, what, ErrForm)
}

// check answers what is wrong with a field, or nothing; so do the others of that name.
func (f *field) check(v reflect.Value) string {
	if f.shape.empty(v) {
		if f.required {
			return f.key + " is missing"
		}
		return ""
	}
	return under(f.key, f.shape.check(v))
}

// under puts a key before what is wrong with its value.
func under(key, wrong string) string {
	if wrong == "" {
		return ""
	}
	return key + ": " + wrong
}

func (s *shape) check(v reflect.Value) string {
	switch s.sort {
	case text:
		return s.checkText(v.String())
	case whole:
		return s.checkWhole(v.Int())
	case instant:
		return checkInstant(*v.Addr().Interface().(*form.Instant))
	case names:
		return checkNames(*v.Addr().Interface().(*body.Names))
	case list:
		return s.checkList(v)
	case record:
		return s.checkRecord(v)
	case pointer:
		return s.elem.check(v.Elem())
	case mapping:
		return s.checkMapping(v)
	}
	panic("act: a sort of value without a form")
}

func (s *shape) checkRecord(v reflect.Value) string {
	for _, f := range s.fields {
		if wrong := f.check(v.Field(f.index)); wrong != "" {
			return wrong
		}
	}
	if s.ruled {
		return v.Interface().(ruled).rule()
	}
	return ""
}

// checkList checks each item; of ids, none may be there twice.
func (s *shape) checkList(v reflect.Value) string {
	for i := range v.Len() {
		if wrong := s.checkItem(v.Index(i)); wrong != "" {
			return fmt.Sprintf("[%d]: %s", i, wrong)
		}
	}
	if s.elem.sort != text || s.elem.is != "id" {
		return ""
	}
	if at := repeated(v.Len(), func(i int) string { return v.Index(i).String() }); at >= 0 {
		return v.Index(at).String() + " is here twice"
	}
	return ""
}

// repeated answers the place of the first text that has been there before, −1 if none has.
func repeated(n int, at func(int) string) int {
	const few = 8 // so many are compared sooner than put into a map; longer lists must not cost their square
	if n > few {
		seen := make(map[string]bool, n)
		for i := range n {
			if seen[at(i)] {
				return i
			}
			seen[at(i)] = true
		}
		return -1
	}
	for i := range n {
		for j := range i {
			if at(i) == at(j) {
				return i
			}
		}
	}
	return -1
}

func (s *shape) checkItem(item reflect.Value) string {
	if s.elem.empty(item) {
		return "nothing is in it"
	}
	return s.elem.check(item)
}

func (s *shape) checkMapping(v reflect.Value) string {
	keys := v.Field(0).Interface().([]string)
	if len(keys) != v.Field(1).Len() {
		return "there are not as many values as keys"
	}
	if at := repeated(len(keys), func(i int) string { return keys[i] }); at >= 0 {
		return keys[at] + " is here twice"
	}
	for i, key := range keys {
		if wrong := checkID(key); wrong != "" {
			return wrong
		}
		value := v.Field(1).Index(i)
		if s.elem.sort != whole && s.elem.empty(value) {
			return key + ": nothing is in it"
		}
		if wrong := s.elem.check(value); wrong != "" {
			return under(key, wrong)
		}
	}
	return ""
}

func (s *shape) checkWhole(n int64) string {
	if n < 0 || n > s.max {
		return fmt.Sprintf("%d is not from 0 to %d", n, s.max)
	}
	return ""
}

func checkInstant(i form.Instant) string {
	if i.DayOnly() {
		if !canon.IsDay(i.Day) {
			return "there is no day " + i.Day.String()
		}
		return ""
	}
	if y := i.At.UTC().Year(); y < 1 || y > 9999 || i.At.IsZero() {
		return "the year is not from 1 to 9999"
	}
	return ""
}

func (s *shape) checkText(v string) string {
	if s.enum != nil {
		if !slices.Contains(s.enum, v) {
			return fmt.Sprintf("%q is none of the words %s", v, strings.Join(s.enum, ", "))
		}
		return ""
	}
	switch s.is {
	case "":
		return checkFree(v)
	case "id":
		return checkID(v)
	case "key":
		return checkKey(v)
	case "stage":
		return checkStage(v)
	case "url":
		return checkURL(v)
	case "bytes":
		return checkBytes(v, 0)
	case "hash":
		return checkBytes(v, 32)
	}
	panic("act: the tag is:" + s.is)
}

// maxID is how long an id may be.
const maxID = 64

// checkID wants [a-z0-9][a-z0-9.-]*: ids look the same to everybody and sort by bytes.
func checkID(id string) string {
	if len(id) == 0 || len(id) > maxID || id[0] == '.' || id[0] == '-' {
		return notID(id)
	}
	for i := range len(id) {
		if c := id[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' {
			return notID(id)
		}
	}
	return ""
}

func notID(id string) string {
	return fmt.Sprintf("%q is no id: at most %d small letters, digits, dots and hyphens, a letter or digit first", id, maxID)
}

// checkKey wants an id that may have underscores: the key of a source, as libraries of references write them.
func checkKey(key string) string { return checkID(strings.ReplaceAll(key, "_", "-")) }

// checkStage wants a stage, a part of a repeated one, or a step of that.
func checkStage(path string) string {
	if strings.Count(path, "/") > 2 {
		return fmt.Sprintf("%q has more than stage/part/step", path)
	}
	for more := true; more; {
		var part string
		part, path, more = strings.Cut(path, "/")
		if wrong := checkID(part); wrong != "" {
			return wrong
		}
	}
	return ""
}

// checkURL wants an address of the web, since a page makes a link of it: no script, no file.
func checkURL(url string) string {
	rest, ok := strings.CutPrefix(url, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(url, "http://")
	}
	if !ok || rest == "" || strings.ContainsAny(rest, " \"<>\\") {
		return fmt.Sprintf("%q is no address that begins with https:// or http://", url)
	}
	return checkFree(url)
}

// checkNames wants well-formed language tags and texts, or the seal of a sealed one. [BCP 47]
func checkNames(n body.Names) string {
	if seal, ok := n[SealedTag]; ok {
		if len(n) > 1 {
			return "a text is sealed in all its languages or in none"
		}
		return checkBytes(seal, 32)
	}
	for _, tag := range sortedTags(n) {
		if !isTag(tag) {
			return fmt.Sprintf("%q is no language tag, such as en or pt-BR", tag)
		}
		if wrong := checkFree(n[tag]); wrong != "" {
			return under(tag, wrong)
		}
	}
	return ""
}

// isTag says whether a word has the form of a language tag: parts of up to eight letters or digits, letters first.
func isTag(tag string) bool {
	if len(tag) > 35 {
		return false
	}
	for i, part := range strings.Split(tag, "-") {
		if len(part) < 1 || len(part) > 8 || i == 0 && len(part) < 2 {
			return false
		}
		for _, c := range []byte(part) {
			letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}

// checkFree wants a text in which something can be read. Characters that cannot be seen are refused, and so are
// those that turn the direction of what stands around them, since a text could read otherwise than it is written.
// Lines and tabs may be in it.
func checkFree(s string) string {
	blank := true
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			return checkRunes(s)
		case c > ' ' && c != 0x7f:
			blank = false
		case c != ' ' && c != '\n' && c != '\t':
			return fmt.Sprintf("the character U+%04X cannot be seen", c)
		}
	}
	if blank {
		return "the text is empty"
	}
	return ""
}

func checkRunes(s string) string {
	if !utf8.ValidString(s) {
		return "the text is not UTF-8"
	}
	for _, c := range s {
		switch {
		case c < ' ' && c != '\n' && c != '\t', 0x7f <= c && c < 0xa0, c == 0xfeff, c == 0xfffe, c == 0xffff:
			return fmt.Sprintf("the character U+%04X cannot be seen", c)
		case 0x202a <= c && c <= 0x202e, 0x2066 <= c && c <= 0x2069:
			return fmt.Sprintf("the character U+%04X turns the direction of the text", c)
		}
	}
	if strings.TrimSpace(s) == "" {
		return "the text is empty"
	}
	return ""
}
