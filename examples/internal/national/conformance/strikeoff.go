package conformance

import (
	"bytes"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
)

// strikeOffs are the exchanges on the end of a demand.
func (m *maker) strikeOffs() {
	strike := func(f demand.Form, on string, want Outcome, off sne.StrikeOff) Step {
		if off.On.IsZero() {
			off.On = demand.MustDate(on)
		}
		return m.step(demand.FileTypeRAD, on, want, struck(f, off))
	}
	const renunciation, notRenewed = demand.StrikeOffMotiveRADABA, demand.StrikeOffMotiveRADREN
	f := m.form()
	m.add("radiation-renonciation", "Une renonciation radie la demande.", sourceStrike, m.create(f), strike(f, "2015-09-01", Outcome{}, sne.StrikeOff{Motive: renunciation}))
	f = m.form()
	m.add("radiation-inconnue", "Une demande inconnue n'est pas radiée.", sourceStrike, strike(f, "2015-09-01", refused(""), sne.StrikeOff{Motive: renunciation}))
	f = m.form()
	m.add("radiation-treize-mois", "Faute de renouvellement, la demande est radiée à treize mois, pas la veille.", sourceStrike, m.create(f),
		strike(f, "2016-06-30", refused(""), sne.StrikeOff{Motive: notRenewed}), strike(f, "2016-07-01", Outcome{}, sne.StrikeOff{Motive: notRenewed}))
	f = m.form()
	m.add("retablie-dix-huit-mois", "Une demande radiée faute de renouvellement est rétablie jusqu'à dix-huit mois.", sourceStrike, m.create(f),
		strike(f, "2016-07-01", Outcome{}, sne.StrikeOff{Motive: notRenewed}), strike(f, "2016-12-01", Outcome{}, sne.StrikeOff{}))
	f = m.form()
	m.add("retablie-trop-tard", "Passé dix-huit mois, elle ne l'est plus.", sourceStrike, m.create(f),
		strike(f, "2016-07-01", Outcome{}, sne.StrikeOff{Motive: notRenewed}), strike(f, "2016-12-02", refused(""), sne.StrikeOff{}))
	f = m.form()
	m.add("annuler-rien", "Il n'y a pas de radiation à annuler sur une demande active.", sourceStrike, m.create(f), strike(f, "2015-09-01", refused(""), sne.StrikeOff{}))
	f = m.form()
	m.add("modifier-radiee", "Une demande radiée n'est pas modifiée avant d'être rétablie.", sourceStrike, m.create(f),
		strike(f, "2015-09-01", Outcome{}, sne.StrikeOff{Motive: renunciation}), m.step(demand.FileTypeMOD, "2015-09-02", refused(""), of(f)))
	f = m.form()
	m.add("irrecevable-sans-raison", "Une irrecevabilité dit son sous-motif.", sourceStrike, m.create(f),
		strike(f, "2015-09-01", refused("SNE-RAD-01"), sne.StrikeOff{Motive: demand.StrikeOffMotiveRADIRR}))
	f = m.form()
	m.add("attribution-sans-bail", "Une radiation pour attribution porte les données de R.441-2-9.", sourceStrike, m.create(f),
		strike(f, "2015-09-01", refused("SNE-RAD-02"), sne.StrikeOff{Motive: demand.StrikeOffMotiveRADATT}))
	f = m.form()
	let := sne.StrikeOff{
		Motive: demand.StrikeOffMotiveRADATT, Landlord: "123456782", LeaseOn: demand.MustDate("2015-09-01"), AlreadyTenant: demand.No,
		RPLS: "2100000001", Agreement: demand.CollectiveAgreementAUCUN, Quota: demand.QuotaAUCUN,
	}
	m.add("attribution", "Une attribution avec son bail radie la demande.", sourceStrike, m.create(f), strike(f, "2015-09-01", Outcome{}, let))
	f = m.form()
	early := let
	early.On = demand.MustDate("2015-08-31")
	m.add("attribution-avant-bail", "Une attribution ne radie pas avant la signature du bail.", sourceStrike, m.create(f), strike(f, "2015-09-01", refused("SNE-RAD-03"), early))
	f = m.form()
	m.add("suppression", "Une demande supprimée n'est plus connue.", sourceStrike, m.create(f),
		m.step(demand.FileTypeSUP, "2015-09-01", Outcome{}, of(demand.Form{Number: f.Number, Desk: f.Desk})),
		m.step(demand.FileTypeMOD, "2015-09-02", refused(""), of(f)))
}

// safety are the exchanges about files as such.
func (m *maker) safety() {
	s := m.create(m.form())
	s.Twice = true
	m.add("fichier-rejoue", "Le même fichier envoyé deux fois a la même réponse et un seul effet.", sourceSafety, s)
	m.add("fichier-illisible", "Un fichier qui n'est pas de l'interface est refusé en entier, sans arrêter le programme.", sourceSafety,
		Step{Name: m.name(), Body: []byte("ceci n'est pas un fichier de l'interface")}, m.create(m.form()))
	cut := m.create(m.form())
	cut.Body = cut.Body[:len(cut.Body)*2/3]
	cut.Want = nil
	m.add("fichier-coupe", "Un fichier coupé est refusé en entier.", sourceSafety, cut)
	bomb := m.create(m.form())
	bomb.Body = bytes.Replace(bomb.Body, []byte("?>\n"), []byte("?>\n<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]>\n"), 1)
	bomb.Want = nil
	m.add("fichier-piege", "Un fichier qui définit des entités est refusé sans être ouvert.", sourceSafety, bomb)
	mixed := m.step(demand.FileTypeCRE, deposited, Outcome{}, of(m.form()), of(m.form()))
	bad := m.form()
	bad.Applicant.FirstNames = ""
	second := m.step(demand.FileTypeCRE, deposited, Outcome{}, of(m.form()), of(bad), of(m.form()))
	second.Want[1] = refused("DEM-MIN-02")
	m.add("une-sur-trois", "Une demande refusée n'empêche pas les autres du même fichier.", sourceSafety, mixed, second)
}
