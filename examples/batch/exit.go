package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/open"
)

const usageExport = `batch export [-data DOSSIER | -db ADRESSE] -out DOSSIER

Écrit tout le fichier du serveur dans un format ouvert : une table par fichier, en
lignes JSON, et un manifeste qui donne le compte et l'empreinte SHA-256 de chacune.
Le serveur peut continuer de tourner : l'export est celui d'un instant. Les sessions
n'y sont pas.

L'export contient les données nominatives : le garder comme la base elle-même.

  -out DOSSIER      où écrire ; il doit être vide ou ne pas exister
  -data DOSSIER     dossier du serveur (par défaut ./data)
  -db ADRESSE       base PostgreSQL, postgres://… (ou la variable FICHIER_DB)
`

const usageImport = `batch import [-data DOSSIER | -db ADRESSE] DOSSIER

Relit un export dans une base vide, SQLite ou PostgreSQL : comptes et empreintes
sont vérifiés avant d'écrire, tout est pris ou rien. Un nouvel export donne les
mêmes octets.

  -data DOSSIER     dossier du serveur à remplir (par défaut ./data)
  -db ADRESSE       base PostgreSQL, postgres://… (ou la variable FICHIER_DB)
`

// serverFlags are those that name the store of a server.
func serverFlags(flags *flag.FlagSet) (data, db *string) {
	return flags.String("data", "data", ""), flags.String("db", os.Getenv("FICHIER_DB"), "")
}

func exportVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch export", flag.ContinueOnError)
	data, db := serverFlags(flags)
	out := flags.String("out", "", "")
	rest, err := parse(flags, args)
	switch {
	case err != nil:
		return 0, err
	case *out == "" || len(rest) > 0:
		return 0, errors.New("export: donner par -out le dossier où écrire, et rien d'autre")
	case *db == "" && !exists(*data):
		return 0, fmt.Errorf("export: le dossier %s n'existe pas ; donner par -data celui du serveur", *data)
	}
	return moved(c, *data, *db, func(ctx context.Context, s store.Store) (store.Manifest, error) { return s.Dump(ctx, *out) })
}

func importVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch import", flag.ContinueOnError)
	data, db := serverFlags(flags)
	rest, err := parse(flags, args)
	switch {
	case err != nil:
		return 0, err
	case len(rest) != 1:
		return 0, errors.New("import: donner le dossier de l'export, et lui seul")
	}
	return moved(c, *data, *db, func(ctx context.Context, s store.Store) (store.Manifest, error) {
		m, err := s.Load(ctx, rest[0])
		if errors.Is(err, store.ErrNotEmpty) {
			err = errors.New("import: la base n'est pas vide, rien n'a été écrit ; donner un dossier neuf par -data, ou une base neuve par -db")
		}
		return m, err
	})
}

// moved opens the store, moves the file one way or the other, and prints the
// manifest.
func moved(c console, data, db string, move func(context.Context, store.Store) (store.Manifest, error)) (code int, err error) {
	ctx := context.Background()
	s, err := open.Store(ctx, data, db)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	m, err := move(ctx, s)
	if err != nil {
		return 0, err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(c.out, "%s\n", text)
	return exitDone, nil
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
