package app

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/matching/columns"
	"github.com/fichier-unique/rules/matching/quality"
)

// Truth says where the truth about a file is: in one of its columns, or in a file
// of labelled pairs.
type Truth struct {
	Column string
	Match  string // regular expression whose first group is the entity, within the cell
	Labels string

	pattern *regexp.Regexp
}

func (t *Truth) given() bool { return t.Column != "" || t.Labels != "" }

// readTruth makes sure of the truth before the work: labelled pairs are read, and a column of the file is there.
func (s *search) readTruth() error {
	var err error
	switch {
	case s.Truth.Column != "" && s.Truth.Labels != "":
		return errors.New("choisir entre -truth et -labels")
	case s.Truth.Labels != "":
		s.truth, err = readLabels(s.Truth.Labels)
	case s.Truth.Column != "":
		if s.Truth.pattern, err = patternOf(s.Truth.Match); err == nil {
			err = checkHeaders(s.In, s.truthColumns())
		}
	case s.Truth.Match != "":
		return errors.New("-truth-match va avec -truth COLONNE")
	}
	return err
}

func patternOf(text string) (*regexp.Regexp, error) {
	pattern, err := regexp.Compile(text)
	if err != nil {
		return nil, fmt.Errorf("-truth-match : l'expression ne se lit pas (%w) ; par exemple rec-([0-9]+)", err)
	}
	if text != "" && pattern.NumSubexp() < 1 {
		return nil, errors.New("-truth-match : entourer de parenthèses ce qui désigne la personne, par exemple rec-([0-9]+)")
	}
	return pattern, nil
}

// truthColumns reads the identifiers and the column of the truth only.
func (s *search) truthColumns() columns.Map {
	return columns.Map{Delimiter: s.Columns.Delimiter, Encoding: s.Columns.Encoding,
		Columns: columns.Fields{RecordID: s.Columns.Columns.RecordID, Identifier: columns.Names{s.Truth.Column}}}
}

// readEntities reads the file once more for its identifiers and the column of the
// truth: rows without identifier are named as they were.
func (s *search) readEntities(progress Progress) (*quality.Truth, error) {
	truth := quality.NewTruth()
	_, err := readPeople(s.In, s.truthColumns(), progress, func(b columns.Batch) error {
		for i := range b.Records {
			entity := b.Records[i].Identifier
			if s.Truth.Match != "" {
				if found := s.Truth.pattern.FindStringSubmatch(entity); found != nil {
					entity = found[1]
				} else {
					entity = ""
				}
			}
			if err := truth.Entity(b.Records[i].ID, entity); err != nil {
				return err
			}
		}
		return nil
	})
	return truth, err
}

// Columns of a file of labelled pairs, in one of these ways.
var labelColumns = [][3]string{{"a", "b", "same"}, {"unique_id_l", "unique_id_r", "clerical_match_score"}}

// readLabels reads labelled pairs: two are one from a score of a half.
func readLabels(name string) (*quality.Truth, error) {
	file, err := openPeople(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	r := csv.NewReader(bufio.NewReader(file))
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s : lecture impossible (%w)", name, err)
	}
	var at [3]int
	known := slices.ContainsFunc(labelColumns, func(c [3]string) bool {
		for i := range c {
			at[i] = slices.Index(header, c[i])
		}
		return !slices.Contains(at[:], -1)
	})
	if !known {
		return nil, fmt.Errorf("%s : les en-têtes des paires étiquetées sont a,b,same (1 ou 0)", name)
	}
	truth := quality.NewTruth()
	for row := 2; ; row++ {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return truth, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s : lecture impossible (%w)", name, err)
		}
		score, err := strconv.ParseFloat(strings.TrimSpace(cells[at[2]]), 64)
		if err != nil {
			return nil, fmt.Errorf("%s, ligne %d : écrire 1 si les deux ne font qu'un, 0 sinon", name, row)
		}
		if err := truth.Label(cells[at[0]], cells[at[1]], score >= 0.5); err != nil {
			return nil, fmt.Errorf("%s, ligne %d : %w", name, row, err)
		}
	}
}
