package lookalike

import (
	"errors"
	"testing"

	"accede/body"
	"accede/charters"
)

// twins are names beside what can be made of them: by letters of other writings, by letters that run together, by marks.
func twins() [][2]string {
	return [][2]string{
		{"Alba", "Аlba"},
		{"Alba", "Αlba"},
		{"Alba", "Αlbа"},
		{"Sweden", "Ѕwеdеn"},
		{"Finland", "Fіnland"},
		{"Malta", "Μаltа"},
		{"Oman", "Оmаn"},
		{"Peru", "Реru"},
		{"Iran", "lran"},
		{"Iran", "Ιran"},
		{"Mali", "Maⅼi"},
		{"Cuba", "Сubа"},
		{"Chad", "Сhаd"},
		{"Laos", "Lаоs"},
		{"Togo", "Tоgо"},
		{"Yemen", "Υemen"},
		{"Turn", "Tum"},
		{"Korea", "Κorea"},
		{"Benin", "Вenin"},
		{"Spain", "Ѕраіn"},
		{"France", "Frаnсе"},
		{"Россия", "Poccия"},
		{"Ελλάδα", "Eλλάδα"},
		{"ITALY", "lTALY"},
		{"Alba", "Alba"},
		{"alba", "ALBA"},
		{"Zürich", "Zu\u0308rich"},
		{"Հայաստան", "Հայաuտան"},
		{"Mоldоva", "Moldova"},
		{"Dania", "Daniа"},
	}
}

// Attack 26: of two names that look alike none is taken beside its twin, whichever of them is there first.
func TestAttack26NoNameIsTakenBesideItsTwin(t *testing.T) {
	for _, pair := range twins() {
		for _, order := range [][2]string{pair, {pair[1], pair[0]}} {
			there := []Party{{ID: "one", Names: body.Names{"en": order[0]}}}
			fresh := []Party{{ID: "two", Names: body.Names{"fr": order[1]}}}
			if err := Check(there, fresh); !errors.Is(err, ErrLookAlike) {
				t.Errorf("Check(%q, %q) = %v, want ErrLookAlike", order[0], order[1], err)
			}
			if err := Check(nil, append(there, fresh...)); !errors.Is(err, ErrLookAlike) {
				t.Errorf("Check(nil, %q and %q) = %v, want ErrLookAlike", order[0], order[1], err)
			}
		}
	}
	t.Logf("%d pairs in both orders, new beside old and both new: %d, all refused", len(twins()), 4*len(twins()))
}

func TestNamesThatOnlyResembleOneAnotherAreTaken(t *testing.T) {
	for _, pair := range [][2]string{
		{"Iran", "Iraq"},
		{"Austria", "Australia"},
		{"Niger", "Nigeria"},
		{"Slovakia", "Slovenia"},
		{"Åland", "Aland"},
		{"Guinea", "Guinea-Bissau"},
		{"Türkiye", "Turkey"},
		{"日本", "日木"},
		{"Македонија", "Македонски"},
		{"Congo", "Congo (Kinshasa)"},
	} {
		if err := Check([]Party{{"one", body.Names{"en": pair[0]}}}, []Party{{"two", body.Names{"en": pair[1]}}}); err != nil {
			t.Errorf("Check(%q, %q) = %v, want nil", pair[0], pair[1], err)
		}
	}
	same := body.Names{"en": "Malta", "fr": "Malta"}
	if err := Check([]Party{{"mt", same}}, []Party{{"mt", same}}); err != nil {
		t.Errorf("a party beside itself: %v, want nil", err)
	}
}

func TestAWordOfTwoWritingsIsFound(t *testing.T) {
	for text, want := range map[string]string{
		"Alba": "", "Аlba": "Аlba", "Republic of Аlba": "Аlba", "Россия": "", "東京タワー": "", "Ελλάδα (Greece)": "", "Eλλάδα": "Eλλάδα", "Ivory-Берег": "", "": "", "Zürich": "",
	} {
		if got := Mixed(text); got != want {
			t.Errorf("Mixed(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestNoCharterInTheProgramHasTwins(t *testing.T) {
	for _, name := range charters.Names() {
		text, _ := charters.Text(name)
		c, err := body.ReadCharter(name, text)
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(nil, PartiesOf(c)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
