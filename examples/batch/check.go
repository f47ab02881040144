package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"slices"
	"time"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/tabular"
	"github.com/fichier-unique/rules/examples/internal/app"
)

func checkVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch check", flag.ContinueOnError)
	profile := flags.String("profile", "", "")
	asOf := flags.String("asof", "", "")
	lang := flags.String("lang", "fr", "")
	files, err := parse(flags, args)
	if err != nil {
		return 0, err
	}
	if len(files) == 0 {
		return 0, errors.New("aucun fichier donné ; écrire « batch check FICHIER… »")
	}
	setting, err := settingOf(*asOf, *profile)
	if err != nil {
		return 0, err
	}
	tag, err := langOf(*lang)
	if err != nil {
		return 0, err
	}
	book, err := app.Rulebook()
	if err != nil {
		return 0, err
	}
	out := bufio.NewWriterSize(c.out, 1<<16)
	progress := newProgress(c.err)
	findings := app.NewFindingsWriter(out, book, tag)
	outcome := app.Check(files, setting, findings, progress)
	progress.Done()
	if err := errors.Join(findings.Flush(), out.Flush()); err != nil {
		return 0, err
	}
	return checkCode(c, outcome), nil
}

// checkCode says the accounts and chooses the exit code.
func checkCode(c console, o app.Outcome) int {
	code := exitDone
	for _, a := range o.Accounts {
		fmt.Fprintf(c.err, "%s : %d lues = %d acceptées + %d refusées\n", a.File, a.Read, a.Accepted, a.Refused)
		if a.Refused > 0 && code == exitDone {
			code = exitPerson
		}
		if a.Unreadable != "" {
			fmt.Fprintf(c.err, "batch: %s\n", a.Unreadable)
			code = exitFailed
		}
	}
	if o.NeedPerson > 0 && code == exitDone {
		code = exitPerson
	}
	return code
}

// settingOf reads the day and the profile; both may be empty.
func settingOf(asOf, profile string) (demand.Setting, error) {
	day, err := dayOf(asOf)
	if err != nil {
		return demand.Setting{}, err
	}
	in := demand.Setting{AsOf: day, Profile: demand.Profile(profile)}
	if profile == "" {
		in.Profile, _ = demand.ProfileAt(day)
		if in.Profile == "" {
			return in, fmt.Errorf("aucun état du droit n'est connu au %s ; donner -asof après le 7 novembre 2000 ou -profile", day.French())
		}
	}
	if !in.Profile.Known() {
		return in, fmt.Errorf("profil « %s » inconnu ; choisir 2000, 2010, 2012, 2015 ou 2017", profile)
	}
	return in, nil
}

func dayOf(text string) (demand.Date, error) {
	if text == "" {
		now := time.Now()
		day, _ := demand.NewDate(now.Year(), int(now.Month()), now.Day())
		return day, nil
	}
	day, err := demand.ParseDate(text)
	if err != nil {
		return day, fmt.Errorf("« %s » n'est pas une date ; écrire AAAA-MM-JJ, par exemple 2011-06-30", text)
	}
	return day, nil
}

func langOf(text string) (language.Tag, error) {
	switch text {
	case "fr":
		return language.French, nil
	case "en":
		return language.English, nil
	}
	return language.Und, fmt.Errorf("langue « %s » inconnue ; choisir fr ou en", text)
}

func rulesVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch rules", flag.ContinueOnError)
	profile := flags.String("profile", "", "")
	rest, err := parse(flags, args)
	if err != nil {
		return 0, err
	}
	if len(rest) > 0 {
		return 0, fmt.Errorf("« %s » est de trop ; voir « batch rules -h »", rest[0])
	}
	p := demand.Profile(*profile)
	if p != "" && !p.Known() {
		return 0, fmt.Errorf("profil « %s » inconnu ; choisir 2000, 2010, 2012, 2015 ou 2017", *profile)
	}
	book, err := app.Rulebook()
	if err != nil {
		return 0, err
	}
	all := book.Rules()
	if p != "" {
		all = slices.DeleteFunc(all, func(r demand.Rule) bool { return len(r.Profiles) > 0 && !slices.Contains(r.Profiles, p) })
	}
	return exitDone, writeJSON(c, all)
}

func profilesVerb(c console, args []string) (int, error) {
	if _, err := parse(flag.NewFlagSet("batch profiles", flag.ContinueOnError), args); err != nil {
		return 0, err
	}
	return exitDone, writeJSON(c, tabular.Profiles())
}

func writeJSON(c console, v any) error {
	enc := json.NewEncoder(c.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
