package load

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// hammer measures pages, then registrations.
func (s *process) hammer(ctx context.Context, p *plan, token string, f *figures) error {
	page, err := written(ctx, "GET", "http://"+s.address+"/", nil, nil)
	if err != nil {
		return err
	}
	if f.Pages, err = s.send(ctx, p, func() []byte { return page }); err != nil {
		return err
	}
	bodies, err := s.registrations(ctx, token, int(p.seconds.Seconds()*mostPerSecond))
	if err != nil {
		return err
	}
	var next atomic.Int64
	f.Registrations, err = s.send(ctx, p, func() []byte {
		i := int(next.Add(1)) - 1
		if i >= len(bodies) {
			return nil
		}
		return bodies[i]
	})
	if err != nil {
		return err
	}
	f.LoadedMB, f.PeakMB = s.memory("VmRSS"), s.memory("VmHWM")
	f.SearchP99MS, err = s.searched(ctx)
	return err
}

// mostPerSecond is how many registrations a second are made ready.
const mostPerSecond = 6000

// registrations writes requests that register a household each, before anything is
// measured: the sender shares the processors of the server.
func (s *process) registrations(ctx context.Context, token string, n int) ([][]byte, error) {
	made, cancel := context.WithCancel(ctx)
	defer cancel()
	forms, err := households(made, 1009, 2*n)
	if err != nil {
		return nil, err
	}
	header := http.Header{"Authorization": {"Bearer " + token}, "Content-Type": {"application/json"}}
	out := make([][]byte, 0, n)
	for form := range forms {
		if len(out) == n {
			break
		}
		body, err := json.Marshal(map[string]any{"form": form, "facts": map[string]any{"identity": true}})
		if err != nil {
			return nil, err
		}
		one, err := written(ctx, "POST", "http://"+s.address+"/api/v1/demands", header, body)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, ctx.Err()
}

// written is a request as it goes over the wire.
func written(ctx context.Context, method, address string, header http.Header, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	maps.Copy(r.Header, header)
	var b bytes.Buffer
	err = r.Write(&b)
	return b.Bytes(), err
}

// send keeps every client busy for the time of the plan, or until next gives
// nothing.
func (s *process) send(ctx context.Context, p *plan, next func() []byte) (*rates, error) {
	each := make([]rates, p.clients)
	took := make([][]time.Duration, p.clients)
	server, sender := s.cpu(), ownCPU()
	began := time.Now()
	var wait sync.WaitGroup
	for i := range p.clients {
		wait.Go(func() {
			c := &client{address: s.address}
			defer c.close()
			for time.Since(began) < p.seconds && ctx.Err() == nil {
				request := next()
				if request == nil {
					return
				}
				start := time.Now()
				status, err := c.exchange(ctx, request)
				if each[i].count(status, err) {
					took[i] = append(took[i], time.Since(start))
				}
			}
		})
	}
	wait.Wait()
	lasted := time.Since(began).Seconds()
	server, sender = s.cpu()-server, ownCPU()-sender
	out := &rates{}
	for i := range each {
		out.Done, out.Refused, out.Failed = out.Done+each[i].Done, out.Refused+each[i].Refused, out.Failed+each[i].Failed
	}
	if out.Done == 0 {
		return nil, fmt.Errorf("load: nothing was answered (%d refused, %d failed)", out.Refused, out.Failed)
	}
	all := slices.Concat(took...)
	slices.Sort(all)
	at := func(share float64) float64 {
		return float64(all[min(len(all)-1, int(share*float64(len(all))))].Microseconds()) / 1000
	}
	out.PerSecond, out.P50MS, out.P95MS, out.P99MS = float64(out.Done)/lasted, at(.5), at(.95), at(.99)
	out.ServerUS, out.SenderUS = perRequest(server, out), perRequest(sender, out)
	return out, ctx.Err()
}

// perRequest is a time of the processor by request answered, in microseconds.
func perRequest(cpu time.Duration, r *rates) float64 {
	return math.Round(float64(cpu.Microseconds()) / float64(r.Done+r.Refused+r.Failed))
}

// count counts an answer, and reports whether what was asked for was done.
func (r *rates) count(status int, err error) bool {
	switch {
	case err != nil || status >= 500 || status == http.StatusUnauthorized || status == http.StatusForbidden:
		r.Failed++
	case status == http.StatusConflict || status == http.StatusUnprocessableEntity:
		r.Refused++
	default:
		r.Done++
		return true
	}
	return false
}

// searchMetric is the histogram of the search for duplicates of a registration.
const searchMetric = "fichier_search_seconds"

// searched reads the ninety-ninth centile of the searches from the metrics: the
// upper bound of its bucket, in milliseconds.
func (s *process) searched(ctx context.Context) (float64, error) {
	text, err := s.figures(ctx)
	if err != nil {
		return 0, err
	}
	type bucket struct{ bound, count float64 }
	var all []bucket
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(line, searchMetric+`_bucket{le="`)
		if !ok {
			continue
		}
		bound, count, _ := strings.Cut(rest, `"} `)
		b, err := strconv.ParseFloat(bound, 64)
		if err != nil {
			return 0, err
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(count), 64)
		if err != nil {
			return 0, err
		}
		all = append(all, bucket{b, n})
	}
	if len(all) == 0 {
		return 0, nil
	}
	for _, b := range all {
		if b.count >= .99*all[len(all)-1].count {
			return b.bound * 1000, nil
		}
	}
	return 0, nil
}
