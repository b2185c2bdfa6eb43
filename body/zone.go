package body

import (
	"archive/zip"
	_ "embed" // the time zones are part of the program
	"fmt"
	"io"
	"strings"
	"time"
)

// zones is the IANA time zone database as Go ships it. It is in the program rather than read from the machine, so
// that a day begins at the same instant for everybody who checks the record with this version.
//
//go:embed zoneinfo.zip
var zones string

// LoadZone answers the time zone of an IANA name, such as Europe/Brussels or UTC. The machine's own zone has no
// name here. It takes time in the size of the database, well under a millisecond; keep what it answers.
func LoadZone(name string) (*time.Location, error) {
	all, err := zip.NewReader(strings.NewReader(zones), int64(len(zones)))
	if err != nil {
		return nil, fmt.Errorf("read the time zones in the program: %w", err)
	}
	for _, f := range all.File {
		if f.Name == name && !f.FileInfo().IsDir() {
			return readZone(f)
		}
	}
	return nil, fmt.Errorf("time zone %q is not known: write an IANA name, such as Europe/Brussels", name)
}

func readZone(f *zip.File) (*time.Location, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open time zone %s: %w", f.Name, err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read time zone %s: %w", f.Name, err)
	}
	return time.LoadLocationFromTZData(f.Name, data)
}
