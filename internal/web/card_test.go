package web

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestACardIsShownOnOtherSitesAndNothingElseIs(t *testing.T) {
	h := pagesOf(t, nato(t))
	for _, path := range []string{"/d/fi/card/", "/d/fi/card.svg", "/d/fi/card.png"} {
		w := get(t, h, path+"?as-of=2022-06-21")
		head := w.Header()
		if w.Code != http.StatusOK || !strings.Contains(head.Get("Content-Security-Policy"), "frame-ancestors *") || head.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s = %d, %q, %q", path, w.Code, head.Get("Content-Security-Policy"), head.Get("Cross-Origin-Resource-Policy"))
		}
	}
	for _, path := range []string{"/d/fi/", "/", "/d/fi/act/", "/d/xx/card/", "/d/fi/card.gif"} {
		if w := get(t, h, path); w.Header().Get("Content-Security-Policy") != csp || w.Header().Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s may be framed elsewhere: %q", path, w.Header().Get("Content-Security-Policy"))
		}
	}
	card := get(t, h, "/d/fi/card/?as-of=2022-06-21").Body.String()
	for _, not := range []string{"<script", "<form", "style="} {
		if strings.Contains(card, not) {
			t.Errorf("the card has %s", not)
		}
	}
	if !strings.Contains(wordsOf(card), "one does: Türkiye") || !strings.Contains(card, `href="/d/fi/?as-of=2022-06-21"`) || !strings.Contains(wordsOf(card), "Reported record") {
		t.Errorf("the card says %.500s", wordsOf(card))
	}
}

func TestTheDrawingOfACardIsXMLAndSaysTheHeadline(t *testing.T) {
	for _, lang := range []string{"en", "fr", "tr", "sv", "fi"} {
		data := get(t, pagesOf(t, nato(t)), "/d/fi/card.svg?as-of=2022-06-21&lang="+lang).Body.Bytes()
		dec := xml.NewDecoder(bytes.NewReader(data))
		for {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", lang, err)
			}
		}
		if !strings.Contains(string(data), "Tür") && !strings.Contains(string(data), "Tur") {
			t.Errorf("%s: the card does not name who stands in the way: %.600s", lang, data)
		}
	}
}

func TestThePictureOfALinkShowsEverySeat(t *testing.T) {
	h := pagesOf(t, nato(t))
	img, err := png.Decode(get(t, h, "/d/fi/card.png?as-of=2022-06-21").Body)
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != pictureWide || b.Dy() != pictureHigh {
		t.Errorf("the picture is %v", b)
	}
	inks := map[[3]uint32]bool{}
	for x := range pictureWide {
		for y := range pictureHigh {
			r, g, b, _ := img.At(x, y).RGBA()
			inks[[3]uint32{r >> 8, g >> 8, b >> 8}] = true
		}
	}
	if !inks[[3]uint32{0xB2, 0x3A, 0x0E}] || !inks[[3]uint32{0x73, 0x7C, 0x87}] || len(inks) != 3 {
		t.Errorf("inks %v, want the paper, one who objects and those who have not said", inks)
	}
	page := get(t, h, "/d/fi/?as-of=2022-06-21").Body.String()
	for _, want := range []string{`property="og:title"`, `property="og:image" content="http://example.com/d/fi/card.png?as-of=2022-06-21"`, `property="og:description"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the overview does not say %s", want)
		}
	}
}
