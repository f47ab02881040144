package app

import (
	"fmt"
	"path/filepath"

	"github.com/fichier-unique/rules/observatory"
)

// earlier reads what was published before, as its readers have it. The folder that is
// written is none: what it holds is replaced.
func (o *Observation) earlier() ([]observatory.Table, error) {
	var out []observatory.Table
	for _, folder := range o.Previous {
		if same(folder, o.Out) {
			return nil, fmt.Errorf("%s : ce dossier va être remplacé, il ne peut pas être aussi une publication précédente ; écrire ailleurs (-out)", folder)
		}
		published, err := ReadPublished(folder)
		if err != nil {
			return nil, err
		}
		if len(published.Tables) == 0 {
			return nil, fmt.Errorf("%s : aucun tableau de l'observatoire ; donner un dossier écrit par « observe » ou « run »", folder)
		}
		if len(published.Contradictions) > 0 {
			return nil, fmt.Errorf("%s : deux publications du même jour s'y contredisent ; n'en garder qu'une, voir « batch audit »", folder)
		}
		out = append(out, published.Tables...)
	}
	return out, nil
}

func same(a, b string) bool {
	x, bad := filepath.Abs(a)
	y, worse := filepath.Abs(b)
	return bad == nil && worse == nil && x == y
}
