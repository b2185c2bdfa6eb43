package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"accede/client"
	"accede/internal/load"
)

// benchViewing is what one number of viewers met.
type benchViewing struct {
	Viewers int          `json:"viewers"`
	Median  int64        `json:"median_us"` // from handing the act in to the last viewer, of acts that come one by one
	P95     int64        `json:"p95_us"`
	Most    int64        `json:"most_us"`
	Sent    int64        `json:"bytes_per_act"`    // to each viewer, in the mean
	Largest int64        `json:"largest_bytes"`    // to each viewer, of the act that changed the page most
	Longest int64        `json:"largest_us"`       // and how long that one took
	Memory  int64        `json:"bytes_per_viewer"` // of the server's memory, over what it held before; -1: not known
	Acts    []benchShown `json:"acts"`
}

// benchShown is one act as the viewers saw it.
type benchShown struct {
	ID    string `json:"id"`
	Took  int64  `json:"us"`
	Bytes int64  `json:"bytes"` // to each viewer
}

// view measures one number of viewers of a dossier's page, which is another for each number.
func (b *bench) view(place, viewers int) error {
	ctx, cancel := context.WithCancel(b.s.ctx)
	defer cancel()
	addr := b.addrs[0]
	topic, err := load.Topic(addr, "/d/"+load.Dossier(place)+"/")
	if err != nil {
		return err
	}
	before, known := b.figures()
	watching, err := load.Watch(ctx, addr, topic, viewers)
	if err != nil {
		return err
	}
	v := benchViewing{Viewers: viewers, Memory: -1}
	acts, err := b.oneByOne(place)
	if err != nil {
		return err
	}
	progress := b.s.counting(fmt.Sprintf("%d viewers", viewers), int64(len(acts)))
	for i, a := range acts {
		time.Sleep(200 * time.Millisecond)
		shown, err := b.show(ctx, watching, a)
		if err != nil {
			return err
		}
		shown.Bytes /= int64(viewers)
		v.Acts = append(v.Acts, shown)
		if progress != nil {
			progress(int64(i + 1))
		}
	}
	if after, still := b.figures(); known && still && viewers > 0 {
		v.Memory = (after.Memory - before.Memory) / int64(viewers)
	}
	v.sum()
	b.report.Viewing = append(b.report.Viewing, v)
	return nil
}

// oneByOne answers acts of every kind of the mix, and at last the one that ends the stage.
func (b *bench) oneByOne(place int) ([]load.Signed, error) {
	var acts []load.Signed
	for n := range int64(b.Views) {
		a, err := b.author.Shown(b.next.Add(1)-1, n, place)
		if err != nil {
			return nil, err
		}
		acts = append(acts, a)
	}
	a, err := b.author.Closing(place)
	return append(acts, a), err
}

// show hands one act in and waits until every viewer has been told.
func (b *bench) show(ctx context.Context, watching *load.Viewers, a load.Signed) (benchShown, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	c, err := client.New("http://"+b.addrs[0], client.Options{})
	if err != nil {
		return benchShown{}, err
	}
	read, began := watching.Bytes(), time.Now()
	receipt, err := c.Submit(ctx, a.Line)
	if err != nil {
		return benchShown{}, err
	}
	b.kept.tell(load.Acknowledged{Act: a, Receipt: receipt, From: began, To: time.Now()})
	last, err := watching.All(ctx, receipt.Size)
	if err != nil {
		return benchShown{}, err
	}
	return benchShown{ID: a.ID, Took: last.Sub(began).Microseconds(), Bytes: watching.Bytes() - read}, nil
}

// sum works out what the acts come to.
func (v *benchViewing) sum() {
	byTime := slices.SortedFunc(slices.Values(v.Acts), func(x, y benchShown) int { return cmp.Compare(x.Took, y.Took) })
	n := len(byTime)
	v.Median, v.P95, v.Most = byTime[n/2].Took, byTime[n*95/100].Took, byTime[n-1].Took
	for _, a := range v.Acts {
		v.Sent += a.Bytes / int64(n)
		if a.Bytes > v.Largest {
			v.Largest, v.Longest = a.Bytes, a.Took
		}
	}
}

// print prints the report.
func (b *bench) print() error {
	if b.s.screen {
		fmt.Fprint(b.s.stderr, "\r\x1b[K")
	}
	if b.JSON {
		return b.s.printJSON(b.report)
	}
	out := b.s.stdout
	if b.Gap {
		for _, h := range b.report.Handing {
			fmt.Fprintf(out, "%d acknowledged, longest gap %d ms, handed in again %d, fate unknown %d, refused %v\n", h.Acts, h.Gap, h.Again, h.Unknown, h.Refused)
		}
		return nil
	}
	for i, h := range b.report.Growing {
		fmt.Fprintf(out, "%s: %d in %s s, %d a second, each tenth in ms: %v; the server spends %s ms of CPU an act, and holds %d MB\n",
			[]string{"members admitted", "keys enrolled"}[i], h.Acts, load.Millis(h.Took), h.PerSecond, h.Tenths, load.Millis(h.CPU), h.Memory/1_000_000)
	}
	for _, h := range b.report.Handing {
		h.print(b)
	}
	for _, v := range b.report.Viewing {
		fmt.Fprintf(out, "%d viewers: act → the last of them %s ms in the median, %s of 95 in 100, %s at most; %d bytes to each, %d at most (in %s ms)",
			v.Viewers, load.Millis(v.Median), load.Millis(v.P95), load.Millis(v.Most), v.Sent, v.Largest, load.Millis(v.Longest))
		if v.Memory >= 0 {
			fmt.Fprintf(out, "; the server holds %s kB for each", strconv.FormatInt(v.Memory/1000, 10))
		}
		fmt.Fprintln(out)
	}
	return nil
}

// print prints what one number of clients met.
func (h benchHanding) print(b *bench) {
	out := b.s.stdout
	fmt.Fprintf(out, "%d clients, %d parties, %s, %d dossiers: %d acts in %s s, %d a second",
		h.Clients, max(b.Parties, b.Members), b.Mix, b.Dossiers, h.Acts, load.Millis(h.Took), h.PerSecond)
	if h.Bare > 0 {
		fmt.Fprintf(out, "; a server that does nothing %d", h.Bare)
	}
	fmt.Fprintln(out)
	fmt.Fprintf(out, "  half within %s ms, 95 in 100 within %s, 99 within %s, 999 in 1,000 within %s, all within %s; longest gap %d ms\n",
		load.Millis(h.Times.P50), load.Millis(h.Times.P95), load.Millis(h.Times.P99), load.Millis(h.Times.P999), load.Millis(h.Times.Most), h.Gap)
	if h.CPU >= 0 {
		fmt.Fprintf(out, "  the server spends %s ms of CPU an act, and holds %d MB\n", load.Millis(h.CPU), h.Memory/1_000_000)
	}
	if h.Own >= 0 {
		fmt.Fprintf(out, "  this program spends %s ms of CPU an act beside it\n", load.Millis(h.Own))
	}
	if h.Again+h.Unknown > 0 || len(h.Refused) > 0 {
		fmt.Fprintf(out, "  handed in again %d times; fate unknown %d; refused %v\n", h.Again, h.Unknown, h.Refused)
	}
	if len(h.Tenths) > 0 {
		fmt.Fprintf(out, "  each tenth of the acts took, in ms: %v\n", h.Tenths)
	}
	if len(h.Spent) > 0 {
		fmt.Fprintf(out, "  and of the server's CPU, in µs an act: %v\n", h.Spent)
	}
	if n := len(h.Asked); n >= 10 {
		fmt.Fprintf(out, "  how the first dossier stands was answered %d times, in the median within %s ms in the first tenth of the time and %s in the last\n",
			n, load.Millis(middle(h.Asked[:n/10])), load.Millis(middle(h.Asked[n-n/10:])))
	}
	fmt.Fprint(out, h.Times.Text())
}

func middle(all []int64) int64 {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

// askAlong asks every second how the first dossier stands, until what it answers is called.
func (b *bench) askAlong() (stop func() (took []int64, err error)) {
	if !b.Ask {
		return func() ([]int64, error) { return []int64{}, nil }
	}
	took, ended, done := []int64{}, make(chan struct{}), make(chan error, 1)
	go func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-ended:
				done <- nil
				return
			}
			began := time.Now()
			if err := ask(b.addrs[0], "/d/"+load.Dossier(0)+"/status.json"); err != nil {
				done <- err
				return
			}
			took = append(took, time.Since(began).Microseconds())
		}
	}()
	return func() ([]int64, error) {
		close(ended)
		err := <-done
		return took, err
	}
}

func ask(addr, path string) error {
	c, err := load.Dial(addr)
	if err != nil {
		return fmt.Errorf("ask for %s: %w", path, err)
	}
	defer c.Close()
	status, _, err := c.Get(path, 30*time.Second)
	if err == nil && status != 200 {
		err = fmt.Errorf("status %d", status)
	}
	if err != nil {
		return fmt.Errorf("ask for %s: %w", path, err)
	}
	return nil
}
