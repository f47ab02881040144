package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestCalendar(t *testing.T) {
	const first = "-profile 2010 -deposited 2010-10-15"
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{first, 0, `{"profile":"2010","attestation_due":"2010-11-15","notice_due":"2011-09-15","valid_until":"2011-10-15","strike_off":"2011-11-15",` +
			`"reactivable_until":"2012-04-15","erasure_after":"2012-11-15","abnormal_delay":null,"warned_strike_off":null,"reasons":{"abnormal_delay":"La durée du délai`},
		{first, 0, `"strike_off":{"rule":"CAL-RAD-02"`},
		{first, 0, `"warned_strike_off":"Aucun avertissement`},
		{first + " -lang en", 0, `"warned_strike_off":"No warning is given`},
		{first + " -territory 021", 0, `"abnormal_delay":"2012-10-15"`},
		{first + " -territory 021", 0, `"abnormal_delay":{"rule":"CAL-ANO-04"`},
		{first + " -territory 111", 0, `"abnormal_delay":null`},
		{first + " -abnormal-delay 36", 0, `"abnormal_delay":"2013-10-15"`},
		{first + " -abnormal-delay 36 -territory 021", 0, `"abnormal_delay":"2013-10-15"`},
		{first + " -renewed 2011-09-20", 0, `"valid_until":"2012-09-20"`},
		{first + " -renewed 2011-09-20 -reading literal", 0, `"valid_until":"2012-09-20"`},
		{first + " -renewed 2011-09-20 -reading anniversary", 0, `"valid_until":"2012-10-15"`},
		{first + " -renewed 2012-09-25 -renewed 2011-09-20", 0, `"valid_until":"2013-09-25","strike_off":"2013-10-25","reactivable_until":"2014-03-25"`},
		{first + " -warned RADCON=2011-03-10", 0, `"warned_strike_off":"2011-04-10","late_answer_until":"2011-09-10"`},
		{first + " -warned RADIRR=2011-03-10", 0, `"warned_strike_off":"2011-04-10"`},
		{"-profile 2015 -deposited 2010-10-15 -warned RADCON=2011-03-10", 0, `"warned_strike_off":"2011-05-10"`},
		{"-profile 2015 -deposited 2010-10-15 -warned RADIRR=2011-03-10", 0, `"warned_strike_off":"2011-04-10"`},
		{"-profile 2015 -deposited 2010-10-15 -warned RADIRR=2011-03-10/2011-03-14 -warned RADCON=2011-03-10/2011-04-20", 0, `"warned_strike_off":{"RADCON":"2011-05-20","RADIRR":"2011-04-14"}`},
		{"-profile 2015 -deposited 2010-10-15 -warned RADIRR=2011-03-10 -warned RADATT=2011-04-20", 0, `"warned_strike_off.RADATT":"Ce motif`},
		{"-profile 2015 -deposited 2010-10-15 -warned RADREN=2011-11-01", 0, `"warned_strike_off":"2011-12-01"`},
		{"-profile 2000 -deposited 2005-03-10 -warned RADCON=2005-06-01", 0, `"valid_until":"2006-03-10","strike_off":"2006-03-11","reactivable_until":null,"erasure_after":null,"abnormal_delay":null,"warned_strike_off":null`},
		{"-profile 2000 -deposited 2005-03-10 -registered 2005-03-14", 0, `"valid_until":"2006-03-14"`},
		{"-deposited 2016-02-29", 0, `{"profile":"2015","attestation_due":"2016-03-29","notice_due":"2017-01-28","valid_until":"2017-02-28","strike_off":"2017-03-29"`},

		{"-profile 2010", 2, "-deposited"},
		{"-profile 2011 -deposited 2010-10-15", 2, "profil « 2011 » inconnu"},
		{"-deposited 1999-10-15", 2, "donner -profile"},
		{"-profile 2010 -deposited hier", 2, "n'est pas une date"},
		{first + " -renewed 2011-02-29", 2, "n'est pas une date"},
		{first + " -renewed 2009-01-01", 2, "avant le dépôt"},
		{first + " -renewed=", 2, "est vide"},
		{first + " -registered 2010-10-14", 2, "avant le dépôt"},
		{first + " -warned RADCON", 2, "MOTIF=AAAA-MM-JJ"},
		{first + " -warned RADXXX=2011-03-10", 2, "motif « RADXXX » inconnu"},
		{first + " -warned RADCON=2011-03-10 -warned RADCON=2011-03-11", 2, "deux fois"},
		{first + " -warned RADCON=2010-03-10", 2, "avant le dépôt"},
		{first + " -warned RADCON=2011-03-10/2010-03-11", 2, "avant le dépôt"},
		{first + " -warned RADCON=2011-03-10/2011-03-09", 2, "avant son envoi"},
		{first + " -warned RADCON=", 2, "est vide"},
		{first + " -reading libre", 2, "lecture « libre » inconnue"},
		{first + " -abnormal-delay 0", 2, "de 1 à 240"},
		{first + " -abnormal-delay -3", 2, "de 1 à 240"},
		{first + " -abnormal-delay 241", 2, "de 1 à 240"},
		{first + " -territory 999", 2, "territoire « 999 » inconnu"},
		{first + " -lang de", 2, "langue « de » inconnue"},
		{first + " x", 2, "ne prend pas d'argument"},
	} {
		code, out, errs := call(append([]string{"calendar"}, strings.Fields(c.args)...)...)
		if code != c.code || !strings.Contains(out+errs, c.says) || (code == 0) != (errs == "") {
			t.Errorf("calendar %s: exit %d, %s%s\nwant %s", c.args, code, out, errs, c.says)
		}
		if code == 0 {
			wholeCalendar(t, out)
		}
	}
}

// wholeCalendar wants a date or a reason for each name of the contract, never
// both, and a rule with its confidence in any case.
func wholeCalendar(t *testing.T, out string) {
	t.Helper()
	var line map[string]any
	if err := json.Unmarshal([]byte(out), &line); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	reasons, _ := line["reasons"].(map[string]any)
	rules, _ := line["rules"].(map[string]any)
	for _, name := range []string{"attestation_due", "notice_due", "valid_until", "strike_off", "reactivable_until", "erasure_after", "abnormal_delay", "warned_strike_off"} {
		value, there := line[name]
		if several, ok := value.(map[string]any); ok {
			for motive, day := range several {
				if _, why := reasons[name+"."+motive]; why == (day != nil) {
					t.Errorf("%s.%s: %v, reason %v", name, motive, day, why)
				}
			}
			continue
		}
		_, why := reasons[name]
		rule, _ := rules[name].(map[string]any)
		if !there || why == (value != nil) || rule["rule"] == "" || rule["confidence"] == nil || rule["confidence"] == "" {
			t.Errorf("%s: %v, reason %v, rule %v", name, value, why, rule)
		}
	}
}
