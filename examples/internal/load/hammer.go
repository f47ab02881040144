package load

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/fichier-unique/rules/demand"
)

// hammer measures pages, then registrations.
func (s *process) hammer(ctx context.Context, p *plan, token string, f *figures) error {
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: p.clients, MaxConnsPerHost: p.clients}}
	defer client.CloseIdleConnections()
	var err error
	if f.Pages, err = s.send(ctx, p, client, func() (*http.Request, bool) {
		r, err := http.NewRequestWithContext(ctx, "GET", "http://"+s.address+"/", nil)
		return r, err == nil
	}); err != nil {
		return err
	}
	made, cancel := context.WithCancel(ctx)
	defer cancel()
	forms, err := households(made, 1009, 4_000_000)
	if err != nil {
		return err
	}
	f.Registrations, err = s.send(ctx, p, client, func() (*http.Request, bool) {
		form, ok := <-forms
		if !ok {
			return nil, false
		}
		return registration(ctx, s.address, token, form)
	})
	if err != nil {
		return err
	}
	f.PeakMB = s.memory("VmHWM")
	f.SearchP99MS, err = s.searched(ctx, client)
	return err
}

// registration is the request that registers a household.
func registration(ctx context.Context, address, token string, form *demand.Form) (*http.Request, bool) {
	body, err := json.Marshal(map[string]any{"form": form, "facts": map[string]any{"identity": true}})
	if err != nil {
		return nil, false
	}
	r, err := http.NewRequestWithContext(ctx, "POST", "http://"+address+"/api/v1/demands", bytes.NewReader(body))
	if err != nil {
		return nil, false
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	return r, true
}

// send keeps every client busy for the time of the plan.
func (s *process) send(ctx context.Context, p *plan, client *http.Client, next func() (*http.Request, bool)) (*rates, error) {
	var mu sync.Mutex
	var took []time.Duration
	out := &rates{}
	began := time.Now()
	var wait sync.WaitGroup
	for range p.clients {
		wait.Go(func() {
			for time.Since(began) < p.seconds && ctx.Err() == nil {
				r, ok := next()
				if !ok {
					return
				}
				start := time.Now()
				status, err := exchange(client, r)
				lasted := time.Since(start)
				mu.Lock()
				switch {
				case err != nil || status >= 500 || status == http.StatusUnauthorized || status == http.StatusForbidden:
					out.Failed++
				case status == http.StatusConflict || status == http.StatusUnprocessableEntity:
					out.Refused++
				default:
					out.Done++
					took = append(took, lasted)
				}
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	if len(took) == 0 {
		return nil, fmt.Errorf("load: nothing was answered (%d refused, %d failed)", out.Refused, out.Failed)
	}
	lasted := time.Since(began).Seconds()
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[min(len(took)-1, int(share*float64(len(took))))].Microseconds()) / 1000
	}
	out.PerSecond, out.P50MS, out.P95MS, out.P99MS = float64(out.Done)/lasted, at(.5), at(.95), at(.99)
	return out, ctx.Err()
}

func exchange(client *http.Client, r *http.Request) (int, error) {
	w, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	defer w.Body.Close()
	_, err = io.Copy(io.Discard, w.Body)
	return w.StatusCode, err
}

// searchMetric is the histogram of the search for duplicates of a registration.
const searchMetric = "fichier_search_seconds"

// searched reads the ninety-ninth centile of the searches from the metrics: the
// upper bound of its bucket, in milliseconds.
func (s *process) searched(ctx context.Context, client *http.Client) (float64, error) {
	r, err := http.NewRequestWithContext(ctx, "GET", "http://"+s.metrics+"/metrics", nil)
	if err != nil {
		return 0, err
	}
	w, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	if err != nil {
		return 0, err
	}
	type bucket struct{ bound, count float64 }
	var all []bucket
	for line := range strings.Lines(string(text)) {
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
