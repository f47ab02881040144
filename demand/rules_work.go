package demand

var rulesWork = []rule{{
	Rule: Rule{
		Code: "DEM-TRA-01", Chapter: "travail", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "la date de fin concerne un contrat à durée déterminée, un apprentissage, des études ou le chômage", Inference},
		French:  "Une date de fin est donnée pour une situation qui n'en a pas (contrat à durée indéterminée, retraite) : corriger la situation ou retirer la date.",
		English: "An end date is given for a situation that has none (permanent contract, retirement): correct the situation or remove the date.",
		Accepts: `{"deposited_on":"2026-03-01","applicant":{"work":{"situation":"CDD","until":"2026-12-31"}}}`,
		Refuses: `{"deposited_on":"2026-03-01","applicant":{"work":{"situation":"CDI","until":"2026-12-31"}}}`,
	},
	adult: func(p *Person, c *checkup) {
		if !p.Work.Until.IsZero() && (p.Work.Situation == WorkSituationCDI || p.Work.Situation == WorkSituationRET) {
			c.raiseAdult("work.until")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-TRA-02", Chapter: "travail", Severity: ToConfirm,
		Source:  Source{"Cerfa 14069*05", "fin de contrat ou de chômage : postérieure à la dernière présentation de la demande", Inference},
		French:  "Le contrat ou l'indemnisation du chômage a pris fin avant la dernière présentation de la demande : mettre la situation à jour.",
		English: "The contract or the unemployment ended before the last presentation of the demand: update the situation.",
		Accepts: `{"deposited_on":"2026-03-01","applicant":{"work":{"situation":"CHO","until":"2026-03-01"}}}`,
		Refuses: `{"deposited_on":"2026-03-01","applicant":{"work":{"situation":"CHO","until":"2026-02-28"}}}`,
	},
	adult: func(p *Person, c *checkup) {
		if s := p.Work.Situation; p.Work.Until.Before(c.form.lastPresented()) && s != WorkSituationCDI && s != WorkSituationRET {
			c.raiseAdult("work.until")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-TRA-03", Chapter: "travail", Severity: ToConfirm,
		Source:  Source{"code officiel géographique", "lieu de travail : code postal de cinq chiffres, code INSEE de la commune", Inference},
		French:  "Le code postal ou le code commune du lieu de travail n'est pas valable : le vérifier, ou dire que le travail est à l'étranger.",
		English: "The postal code or commune code of the place of work is not valid: check it, or say that the work is abroad.",
		Accepts: `{"applicant":{"work":{"postal_code":"21000","commune":"21231"}}}`,
		Refuses: `{"applicant":{"work":{"commune":"99999"}}}`,
	},
	adult: func(p *Person, c *checkup) {
		if p.Work.PostalCode == "" && p.Work.Commune == "" {
			return
		}
		place := Address{Foreign: p.Work.Foreign, PostalCode: p.Work.PostalCode, Commune: p.Work.Commune}
		if field := wrongAddress(&place); field != "" {
			c.raiseAdult("work." + field)
		} else if unknownCommune(&place) {
			c.raiseAdult("work.commune")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-TRA-04", Chapter: "travail", Severity: Information,
		Source:  Source{"notice 51423", "chaque adulte indique sa situation et les ressources qui lui correspondent", Inference},
		French:  "L'adulte est en emploi (CDI, CDD, artisan, apprenti) et aucune ressource d'activité (SAL) n'est donnée parmi les siennes : l'ajouter, ou mettre la situation à jour.",
		English: "The adult works (permanent or fixed-term contract, craft, apprentice) and no resource from work (SAL) is among his or hers: add it, or update the situation.",
		Accepts: `{"applicant":{"work":{"situation":"CDI"},"received":[{"code":"SAL","monthly":"1500"}]}}`,
		Refuses: `{"applicant":{"work":{"situation":"CDI"},"received":[{"code":"AF","monthly":"130"}]}}`,
	},
	adult: func(p *Person, c *checkup) {
		switch p.Work.Situation {
		case WorkSituationCDI, WorkSituationCDD, WorkSituationART, WorkSituationAPP:
			if len(p.Received) > 0 && !receives(p, ResourceReceivedSAL) {
				c.raiseAdult("received")
			}
		}
	},
}}

func receives(p *Person, code ResourceReceived) bool {
	for i := range p.Received {
		if p.Received[i].Code == code {
			return true
		}
	}
	return false
}
