package load

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accede/dossier"
)

// Beside the counting in slots stands the obvious way: all durations in order.
func TestASpreadIsThatOfAllDurationsToASixteenth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		us := rapid.SliceOfN(rapid.Int64Range(0, 1<<40), 1, 200).Draw(t, "us")
		var times Times
		for _, n := range us {
			times.Add(time.Duration(n) * time.Microsecond)
		}
		slices.Sort(us)
		s := times.Spread()
		for _, c := range []struct{ thousandths, got int64 }{{500, s.P50}, {950, s.P95}, {990, s.P99}, {999, s.P999}, {1000, s.Most}} {
			want := us[(int64(len(us))*c.thousandths+999)/1000-1]
			if c.got < want || c.got > want+want/16 {
				t.Errorf("%d thousandths of %v are within %d µs, want %d, and at most a sixteenth more", c.thousandths, us, c.got, want)
			}
		}
		var counted int64
		for _, bar := range s.Slices {
			counted += bar.Count
		}
		if counted != int64(len(us)) {
			t.Errorf("the bars hold %d of %d", counted, len(us))
		}
	})
}

func TestAnswersOfEveryLengthAreReadToTheirEnd(t *testing.T) {
	long := strings.Repeat("of many words ", 10_000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		switch r.URL.Path {
		case "/chunked":
			for _, part := range []string{long[:7], long[7:70_000], long[70_000:]} {
				io.WriteString(w, part)
				if err := http.NewResponseController(w).Flush(); err != nil {
					t.Error(err)
				}
			}
		case "/refused":
			http.Error(w, string(sent), http.StatusConflict)
		default:
			fmt.Fprint(w, len(sent))
		}
	}))
	defer server.Close()
	c, err := Dial(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, q := range []struct {
		path, body, want string
		status           int
	}{{"/", long, fmt.Sprint(len(long)), 200}, {"/chunked", "", long, 200}, {"/refused", "no", "no\n", 409}, {"/", "", "0", 200}} {
		status, answer, err := c.Post(q.path, []byte(q.body), 5*time.Second)
		if status != q.status || string(answer) != q.want || err != nil {
			t.Errorf("Post(%s, %d bytes) = %d, %.20q, %v, want %d, %.20q", q.path, len(q.body), status, answer, err, q.status, q.want)
		}
	}
}

func TestWhatIsNoAnswerIsAnError(t *testing.T) {
	for _, text := range []string{"", "SSH-2.0-x\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"} {
		c := &Conn{in: bufio.NewReader(strings.NewReader(text))}
		if status, answer, err := c.answer(); err == nil {
			t.Errorf("answer(%q) = %d, %q, nil, want an error", text, status, answer)
		}
	}
}

func TestFiguresAreReadFromWhatPrometheusReads(t *testing.T) {
	got := figuresIn([]byte("# HELP process_cpu_seconds_total x\nprocess_cpu_seconds_total 1.25\nprocess_resident_memory_bytes 4.096e+07\naccede_record_entries 1001\nother{a=\"b\"} 3\n"))
	if want := (Figures{1250 * time.Millisecond, 40_960_000, 1001}); got != want {
		t.Errorf("figuresIn = %+v, want %+v", got, want)
	}
}

func TestAFoundingHoldsAsManyPartiesAsItMay(t *testing.T) {
	b := Body{Parties: MostParties}
	f := dossier.Founding{Charter: b.Charter(), Host: "bench+00000000+AZ", Made: "test", Keys: b.Keys()}
	data, err := dossier.FoundingEntry(f, time.Unix(0, 0)).Marshal()
	if err != nil || len(data) > 65_535 {
		t.Errorf("the founding of %d parties has %d bytes, %v; an entry holds 65,535", b.Parties, len(data), err)
	}
	if _, err := dossier.Found(f); err != nil {
		t.Error(err)
	}
}
