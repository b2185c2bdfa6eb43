package web

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// palettes answers the colours of the style sheet by name: light, and dark over light.
func palettes(t *testing.T) (light, dark map[string]string) {
	t.Helper()
	sheet, err := embedded.ReadFile("assets/accede.css")
	if err != nil {
		t.Fatal(err)
	}
	text := string(sheet)
	at := strings.Index(text, "@media (prefers-color-scheme:dark)")
	end := at + strings.Index(text[at:], "}}")
	light, dark = map[string]string{}, map[string]string{}
	colour := regexp.MustCompile(`--([a-z-]+):(#[0-9A-F]{6})`)
	for _, m := range colour.FindAllStringSubmatch(text[:at], -1) {
		light[m[1]], dark[m[1]] = m[2], m[2]
	}
	for _, m := range colour.FindAllStringSubmatch(text[at:end], -1) {
		dark[m[1]] = m[2]
	}
	return light, dark
}

// luminance of a colour written #RRGGBB. [WCAG 2.2, relative luminance]
func luminance(hex string) float64 {
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// contrast of two colours, from 1 to 21. [WCAG 2.2, contrast ratio]
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestEveryColourCanBeReadOnEveryGroundItStandsOn(t *testing.T) {
	light, dark := palettes(t)
	for name, p := range map[string]map[string]string{"light": light, "dark": dark} {
		check := func(a, b string, want float64) {
			t.Helper()
			if p[a] == "" || p[b] == "" {
				t.Errorf("%s: the sheet has no --%s or no --%s", name, a, b)
				return
			}
			if got := contrast(p[a], p[b]); got < want {
				t.Errorf("%s: contrast of --%s %s on --%s %s = %.2f, want at least %.1f", name, a, p[a], b, p[b], got, want)
			}
		}
		for _, ground := range []string{"paper", "card", "tint"} {
			for _, ink := range []string{"ink", "muted", "link", "met-t", "agreed-t", "talks-t", "open-t", "wait-t", "aside"} {
				check(ink, ground, 4.5)
			}
		}
		for _, state := range []string{"met", "agreed", "talks", "open", "wait"} {
			check(state, "paper", 2.95) // shapes; the glyph on them carries the rest
			check(state+"-on", state, 4.1)
			check(state+"-t", state+"-bg", 4.5)
		}
		check("control", "card", 3)
		check("focus", "paper", 3)
		check("paper", "ink", 4.5)
	}
}

func TestTheSheetKnowsNoLeftAndRight(t *testing.T) {
	sheet, err := embedded.ReadFile("assets/accede.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)(margin|padding|border)-(left|right|top|bottom)|[;{](left|right|top|bottom|width|height):`).FindAllString(string(sheet), -1) {
		t.Errorf("%q is physical: write it by inline and block", m)
	}
}
