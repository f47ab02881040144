package evening

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/examples/internal/national/envelope"
)

// HTTPPortal asks the simulator, or what speaks like it, for the acts of the
// portal.
type HTTPPortal struct {
	Base   string
	Client *http.Client
}

// After gives the files after a rank.
func (p HTTPPortal) After(ctx context.Context, rank int) ([]Incoming, error) {
	body, err := p.get(ctx, "/sortants?apres="+strconv.Itoa(rank))
	if err != nil {
		return nil, err
	}
	var list []struct {
		Rank int    `json:"rang"`
		Name string `json:"nom"`
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, errors.New("evening: the list of acts of the national portal cannot be read")
	}
	out := make([]Incoming, 0, len(list))
	for _, l := range list {
		if l.Rank <= rank || len(l.Name) > 100 {
			return nil, errors.New("evening: the list of acts of the national portal goes back")
		}
		rank = l.Rank
		body, err := p.get(ctx, "/sortants/"+strconv.Itoa(l.Rank))
		if err != nil {
			return nil, err
		}
		out = append(out, Incoming{l.Rank, l.Name, body})
	}
	return out, nil
}

func (p HTTPPortal) get(ctx context.Context, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(p.Base, "/")+path, nil)
	if err != nil {
		return nil, errors.New("evening: the address of the national portal is not one")
	}
	resp, err := p.Client.Do(req)
	if err != nil {
		return nil, errors.New("evening: the national portal does not answer")
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("evening: the national portal answers with status %d", resp.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, envelope.MaxBytes+1))
	if err != nil || len(body) > envelope.MaxBytes {
		return nil, errors.New("evening: a file of the national portal is not whole, or too large")
	}
	return body, nil
}
