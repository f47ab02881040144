package app

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/tabular"
	"github.com/fichier-unique/rules/matching/columns"
)

// LoadColumns reads a map of columns; "" is the map of our own files.
func LoadColumns(name string) (columns.Map, error) {
	if name == "" {
		return columns.Default(), nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return columns.Map{}, fmt.Errorf("%s : plan des colonnes illisible (%w) ; vérifier le chemin", name, err)
	}
	m, faults := columns.ParseMap(data)
	if len(faults) > 0 {
		return m, refusedMap(name, "plan des colonnes refusé", faults)
	}
	return m, nil
}

// refusedMap makes one error of the faults of a map or of headers.
func refusedMap(name, what string, faults demand.Faults) error {
	book, err := Rulebook()
	if err != nil {
		return err
	}
	lines := []string{name + " : " + what}
	for _, f := range faults {
		line := "  " + f.Code
		if f.Path != "" {
			line += " " + f.Path
		}
		lines = append(lines, line+" : "+book.Sentence(language.French, f))
	}
	return errors.New(strings.Join(lines, "\n"))
}

// readPeople reads the records of a CSV file, packed or not, and hands them out as
// they come.
func readPeople(name string, m columns.Map, progress Progress, take func(columns.Batch) error) (columns.Account, error) {
	file, reader, err := openRecords(name, m)
	if err != nil {
		return columns.Account{}, err
	}
	defer file.Close()
	for batch, err := range reader.Batches() {
		if err != nil {
			return reader.Account(), fmt.Errorf("%s : lecture interrompue (%w) ; demander un nouvel envoi du fichier", name, err)
		}
		progress.Rows(name, len(batch.Rows)+len(batch.Refused))
		if err := take(batch); err != nil {
			return reader.Account(), err
		}
	}
	return reader.Account(), nil
}

// checkHeaders refuses a file that lacks columns of a map.
func checkHeaders(name string, m columns.Map) error {
	file, _, err := openRecords(name, m)
	if err != nil {
		return err
	}
	return file.Close()
}

// openRecords opens a file and reads its headers.
func openRecords(name string, m columns.Map) (io.Closer, *columns.Reader, error) {
	file, err := openPeople(name)
	if err != nil {
		return nil, nil, err
	}
	reader, faults, err := columns.Open(file, m)
	switch {
	case errors.Is(err, tabular.ErrEmpty):
		err = fmt.Errorf("%s : le fichier est vide ; demander un nouvel envoi", name)
	case err != nil:
		err = fmt.Errorf("%s : lecture impossible (%w) ; demander un nouvel envoi", name, err)
	case len(faults) > 0:
		err = refusedMap(name, "les en-têtes ne conviennent pas", faults)
	}
	if err != nil {
		_ = file.Close()
		return nil, nil, err
	}
	return file, reader, nil
}

// peopleFile is a file, unpacked as it is read.
type peopleFile struct {
	io.Reader
	file *os.File
}

func (p peopleFile) Close() error { return p.file.Close() }

func openPeople(name string) (io.ReadCloser, error) {
	info, err := os.Stat(name)
	switch {
	case name == "":
		return nil, errors.New("aucun fichier donné ; écrire -in FICHIER.csv")
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("%s : le fichier n'existe pas ou a disparu ; vérifier le chemin", name)
	case err != nil:
		return nil, fmt.Errorf("%s : lecture impossible (%w)", name, err)
	case info.IsDir():
		return nil, fmt.Errorf("%s : c'est un dossier ; donner un fichier CSV", name)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s : ouverture impossible (%w) ; vérifier les droits", name, err)
	}
	buffered := bufio.NewReaderSize(file, 1<<18)
	head, _ := buffered.Peek(sniffed)
	if len(head) > 2 && head[0] == 0x1f && head[1] == 0x8b {
		packed, err := gzip.NewReader(buffered)
		if err != nil {
			_ = file.Close()
			return nil, fmt.Errorf("%s : l'archive gzip ne se lit pas (%w) ; demander un nouvel envoi", name, err)
		}
		return peopleFile{packed, file}, nil
	}
	if nothing(head) {
		_ = file.Close()
		return nil, fmt.Errorf("%s : le fichier est vide ; demander un nouvel envoi", name)
	}
	if kind := kindOf(head); len(head) > 0 && kind != KindCSV {
		_ = file.Close()
		return nil, fmt.Errorf("%s : ce n'est pas un CSV (%s) ; enregistrer le tableau au format CSV, en-têtes compris", name, kind)
	}
	return peopleFile{buffered, file}, nil
}
