package load

import (
	"bufio"
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Figures are what a server says of itself at one moment.
type Figures struct {
	CPU     time.Duration // spent since it began
	Memory  int64         // bytes resident
	Entries int64         // of the record
}

// ReadFigures reads the figures for Prometheus at HOST:PORT.
func ReadFigures(addr string) (Figures, error) {
	c, err := Dial(addr)
	if err != nil {
		return Figures{}, fmt.Errorf("read the figures of the server: %w", err)
	}
	defer c.Close()
	status, text, err := c.Get("/metrics", 5*time.Second)
	if err != nil || status != 200 {
		return Figures{}, fmt.Errorf("read the figures of the server: status %d, %w", status, err)
	}
	return figuresIn(text), nil
}

func figuresIn(text []byte) (f Figures) {
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			continue
		}
		switch name {
		case "process_cpu_seconds_total":
			f.CPU = time.Duration(v * float64(time.Second))
		case "process_resident_memory_bytes":
			f.Memory = int64(v)
		case "accede_record_entries":
			f.Entries = int64(v)
		}
	}
	return f
}
