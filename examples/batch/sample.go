package main

import (
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/sample"
)

func sampleVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch sample", flag.ContinueOnError)
	out := flags.String("out", filepath.Join(defaultOut, "sample"), "")
	demands := flags.Int("demands", sample.DefaultDemands, "")
	seed := flags.Uint64("seed", sample.DefaultSeed, "")
	people := flags.Int("people", 0, "")
	profile := flags.String("profile", string(sample.ProfileRealistic), "")
	names := flags.String("names", "", "")
	if _, err := parse(flags, args); err != nil {
		return 0, err
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if given["people"] {
		return writePeople(c, sample.Population{Records: *people, Profile: sample.Profile(*profile), Seed: *seed}, *names, *out, given["out"])
	}
	if given["profile"] || given["names"] {
		return 0, errors.New("-profile et -names vont avec -people N ; voir « batch sample -h »")
	}
	if *demands < 1 {
		return 0, fmt.Errorf("-demands %d : donner un nombre de demandes, 1 au moins", *demands)
	}
	s, err := sample.Generate(*seed, *demands)
	if err != nil {
		return 0, err
	}
	files, err := writeSample(*out, s)
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		fmt.Fprintln(c.out, f)
	}
	return exitDone, nil
}

func writeSample(folder string, s sample.Sample) ([]string, error) {
	if err := sample.WriteTo(folder, s); err != nil {
		return nil, err
	}
	var files []string
	for _, f := range s.Files {
		files = append(files, filepath.ToSlash(filepath.Join(folder, f.Name)))
	}
	return files, nil
}

// writePeople writes one file of people with their truth, packed when its name
// ends with .gz.
func writePeople(c console, p sample.Population, names, out string, named bool) (int, error) {
	if p.Records < 1 || !named {
		return 0, errors.New("donner un nombre de personnes et un fichier, par exemple « batch sample -people 100000 -out gens.csv.gz »")
	}
	var err error
	if names != "" {
		if p.Names, err = sample.NamesFrom(names); err != nil {
			return 0, err
		}
	}
	if _, err := p.Filings(); err != nil {
		return 0, err
	}
	_, err = app.WriteFile(out, func(w io.Writer) error {
		if !strings.HasSuffix(out, ".gz") {
			_, err := p.WriteCSV(w)
			return err
		}
		packed, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
		if err != nil {
			return err
		}
		_, err = p.WriteCSV(packed)
		return errors.Join(err, packed.Close())
	})
	if err != nil {
		return 0, err
	}
	fmt.Fprintln(c.out, filepath.ToSlash(out))
	return exitDone, nil
}
