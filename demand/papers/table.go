package papers

import "github.com/fichier-unique/rules/demand"

var table = []row{
	{
		Rule: demand.Rule{
			Code: "PAP-ENR-01", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012},
			Source:  demand.Source{Article: "CCH R.441-2-3 (2010) ; arrêté du 25 novembre 2010, cahier des charges §3", Text: "copie d'une pièce d'identité, et le cas échéant justificatif de la régularité du séjour", Confidence: demand.Verified},
			French:  "Une pièce d'identité du demandeur est nécessaire pour enregistrer la demande.",
			English: "A proof of the applicant's identity is needed to register the demand.",
			Accepts: `{"association":{"name":"Toit Provisoire"}}`,
			Refuses: `{"applicant":{"used_name":"Zzyzx","nationality":"3"}}`,
		},
		step: Register, paper: Identity, necessity: Due,
		ask: func(b *builder, r *row) {
			b.add(r, "applicant")
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-ENR-02", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-3 (2015)", Text: "pièce d'identité, ou pour les étrangers concernés document de séjour", Confidence: demand.Verified},
			French:  "Une pièce d'identité du demandeur est nécessaire pour enregistrer la demande ; un étranger tenu à un titre de séjour produit ce titre à la place.",
			English: "A proof of the applicant's identity is needed to register the demand; a foreigner who needs a residence document produces it instead.",
			Accepts: `{"applicant":{"used_name":"Zzyzx","nationality":"3"}}`,
			Refuses: `{"applicant":{"used_name":"Zzyzx","nationality":"2"}}`,
		},
		step: Register, paper: Identity, necessity: Due,
		ask: func(b *builder, r *row) {
			if b.form.Applicant.Nationality != demand.Nationality3 {
				b.add(r, "applicant")
			}
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-ENR-03", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-3", Text: "régularité du séjour ; depuis 2015, seulement pour les étrangers autres que ceux de l'Union européenne, de l'EEE et de la Suisse", Confidence: demand.Verified},
			French:  "Un titre de séjour du demandeur est nécessaire pour enregistrer la demande : sa nationalité est hors de l'Union européenne. Depuis 2015, une pièce d'identité suffit aux ressortissants de l'Espace économique européen et de la Suisse.",
			English: "A residence document of the applicant is needed to register the demand: the nationality is outside the European Union. Since 2015, a proof of identity is enough for nationals of the European Economic Area and Switzerland.",
			Accepts: `{"applicant":{"used_name":"Zzyzx","nationality":"1"}}`,
			Refuses: `{"applicant":{"used_name":"Zzyzx","nationality":"3"}}`,
		},
		step: Register, paper: Stay, necessity: Due,
		ask: func(b *builder, r *row) {
			if b.form.Applicant.Nationality == demand.Nationality3 {
				b.add(r, "applicant")
			}
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-01", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-1 ; arrêté du 23 mars 2015, cahier des charges §6.4", Text: "régularité du séjour de chaque adulte du foyer : son défaut est l'un des deux motifs d'irrecevabilité", Confidence: demand.Verified},
			French:  "Un titre de séjour est nécessaire avant la commission : elle vérifie la régularité du séjour de chaque adulte dont la nationalité est hors de l'Union européenne (sauf Espace économique européen et Suisse).",
			English: "A residence document is needed before the commission: it checks the regular stay of each adult whose nationality is outside the European Union (European Economic Area and Switzerland aside).",
			Accepts: `{"applicant":{"nationality":"2"}}`,
			Refuses: `{"co_holders":[{"person":{"nationality":"3"}}]}`,
		},
		step: Instruct, paper: Stay, necessity: Due,
		ask: func(b *builder, r *row) {
			b.eachAdult(func(p *demand.Person, path string) {
				if p.Nationality == demand.Nationality3 {
					b.add(r, path)
				}
			})
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-02", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH L.441-1, R.441-1 ; arrêté du 29 juillet 1987", Text: "revenu fiscal de référence de l'avant-dernière année de chaque adulte : plafonds de ressources", Confidence: demand.Secondary},
			French:  "L'avis d'imposition sur les revenus de l'avant-dernière année (N-2) est nécessaire avant la commission : il établit que le foyer est sous les plafonds de ressources.",
			English: "The notice of the tax on the income of the second year before (N-2) is needed before the commission: it establishes that the household is under the ceilings.",
			Accepts: `{"association":{"name":"Toit Provisoire"}}`,
			Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
		},
		step: Instruct, paper: TaxNotice, necessity: Due,
		ask: func(b *builder, r *row) {
			b.eachAdult(func(_ *demand.Person, path string) {
				b.addYear(r, path, max(0, b.in.AsOf.Year()-2))
			})
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-03", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "arrêté du 29 juillet 1987, art. 4", Text: "revenus des douze derniers mois, s'ils ont baissé d'au moins 10 %", Confidence: demand.Secondary},
			French:  "Les ressources des derniers mois peuvent être demandées : elles servent au taux d'effort, et remplacent le revenu fiscal s'il a baissé d'au moins 10 %.",
			English: "The resources of the last months may be asked for: they serve to work out the effort rate, and replace the tax income if it fell by 10 % at least.",
			Accepts: `{"applicant":{"used_name":"Zzyzx"}}`,
			Refuses: `{"applicant":{"received":[{"code":"SAL","monthly":"1500"}]}}`,
		},
		step: Instruct, paper: RecentIncome, necessity: Possible,
		ask: func(b *builder, r *row) {
			b.eachAdult(func(p *demand.Person, path string) {
				if len(p.Received) > 0 || p.Work.Situation != "" {
					b.add(r, path)
				}
			})
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-04", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-2 a), c)", Text: "situation familiale et personnes à charge", Confidence: demand.Inference},
			French:  "Le livret de famille ou un acte de naissance peut être demandé : des personnes à charge sont déclarées.",
			English: "The family record or a birth certificate may be asked for: dependants are declared.",
			Accepts: `{"applicant":{"used_name":"Zzyzx"}}`,
			Refuses: `{"dependants":[{"kinship":"E"}]}`,
		},
		step: Instruct, paper: FamilyRecord, necessity: Possible,
		ask: func(b *builder, r *row) {
			if len(b.form.Dependants) > 0 {
				b.add(r, "")
			}
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-05", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH L.442-12 ; loi du 23 novembre 2018, art. 110", Text: "garde alternée, droit de visite et d'hébergement", Confidence: demand.Secondary},
			French:  "Le jugement ou l'accord qui fixe la garde peut être demandé : un enfant est déclaré en garde alternée ou en droit de visite.",
			English: "The judgement or agreement on custody may be asked for: a child is declared in shared custody or with visiting right.",
			Accepts: `{"dependants":[{"kinship":"E"}]}`,
			Refuses: `{"custody":[{"arrangement":"D"}]}`,
		},
		step: Instruct, paper: Custody, necessity: Possible,
		ask: func(b *builder, r *row) {
			for i := range b.form.Custody {
				b.add(r, at("custody", i))
			}
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-06", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-2 a)", Text: "personnes à naître", Confidence: demand.Inference},
			French:  "Un certificat de grossesse peut être demandé : une naissance est attendue.",
			English: "A pregnancy certificate may be asked for: a birth is expected.",
			Accepts: `{"applicant":{"used_name":"Zzyzx"}}`,
			Refuses: `{"unborn":{"count":1}}`,
		},
		step: Instruct, paper: Pregnancy, necessity: Possible,
		ask: func(b *builder, r *row) {
			if b.form.Unborn.Count > 0 {
				b.add(r, "")
			}
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-07", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-2 d)", Text: "situation professionnelle", Confidence: demand.Inference},
			French:  "Un contrat de travail ou une attestation peut être demandé : l'adulte déclare un emploi ou le chômage.",
			English: "A work contract or statement may be asked for: the adult declares a job or unemployment.",
			Accepts: `{"applicant":{"work":{"situation":"RET"}}}`,
			Refuses: `{"applicant":{"work":{"situation":"CDI"}}}`,
		},
		step: Instruct, paper: WorkProof, necessity: Possible,
		ask: func(b *builder, r *row) {
			b.eachAdult(func(p *demand.Person, path string) {
				if p.Work.Situation == demand.WorkSituationCDI || p.Work.Situation == demand.WorkSituationCDD || p.Work.Situation == demand.WorkSituationART || p.Work.Situation == demand.WorkSituationCHO {
					b.add(r, path)
				}
			})
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-08", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-2 d)", Text: "études ou apprentissage", Confidence: demand.Inference},
			French:  "Une carte d'étudiant, un certificat de scolarité ou un contrat d'apprentissage peut être demandé : l'adulte se dit étudiant ou apprenti.",
			English: "A student card or apprenticeship contract may be asked for.",
			Accepts: `{"applicant":{"work":{"situation":"RET"}}}`,
			Refuses: `{"applicant":{"work":{"situation":"ETU"}}}`,
		},
		step: Instruct, paper: Studies, necessity: Possible,
		ask: func(b *builder, r *row) {
			b.eachAdult(func(p *demand.Person, path string) {
				if p.Work.Situation == demand.WorkSituationETU || p.Work.Situation == demand.WorkSituationAPP {
					b.add(r, path)
				}
			})
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-09", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-2 f)", Text: "logement actuel en location", Confidence: demand.Inference},
			French:  "La dernière quittance peut être demandée : le foyer est locataire.",
			English: "The last rent receipt may be asked for: the household rents its dwelling.",
			Accepts: `{"present_housing":{"kinds":["CP"]}}`,
			Refuses: `{"present_housing":{"kinds":["LP"]}}`,
		},
		step: Instruct, paper: RentReceipt, necessity: Possible,
		ask: func(b *builder, r *row) {
			if b.lives(demand.HousingKindHLM, demand.HousingKindLP, demand.HousingKindSLHT) {
				b.add(r, "")
			}
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-10", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-2 f)", Text: "hébergement chez un particulier ou des parents", Confidence: demand.Inference},
			French:  "Une attestation de la personne qui héberge peut être demandée : le foyer se dit hébergé.",
			English: "A statement of the host may be asked for.",
			Accepts: `{"present_housing":{"kinds":["LP"]}}`,
			Refuses: `{"present_housing":{"kinds":["CPE"]}}`,
		},
		step: Instruct, paper: HostStatement, necessity: Possible,
		ask: func(b *builder, r *row) {
			if b.lives(demand.HousingKindCP, demand.HousingKindCPE, demand.HousingKindLTG) {
				b.add(r, "")
			}
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-11", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-2 f)", Text: "structure d'hébergement, hôtel, absence de logement", Confidence: demand.Inference},
			French:  "Une attestation de la structure, de domiciliation ou d'un travailleur social peut être demandée : le foyer se dit en structure, à l'hôtel ou sans logement.",
			English: "A statement of the shelter, of domiciliation or of a social worker may be asked for.",
			Accepts: `{"present_housing":{"kinds":["LP"]}}`,
			Refuses: `{"present_housing":{"kinds":["SD"]}}`,
		},
		step: Instruct, paper: Shelter, necessity: Possible,
		ask: func(b *builder, r *row) {
			if b.lives(demand.HousingKindSH, demand.HousingKindRHVS, demand.HousingKindRS, demand.HousingKindCDEFCM, demand.HousingKindHOT, demand.HousingKindSD, demand.HousingKindCAMCAR) {
				b.add(r, "")
			}
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-12", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH L.441-2-2", Text: "être propriétaire d'un logement adapté à ses besoins peut motiver un refus", Confidence: demand.Verified},
			French:  "L'acte de propriété peut être demandé : le foyer est propriétaire d'un logement.",
			English: "The title deed may be asked for: the household owns a dwelling.",
			Accepts: `{"present_housing":{"owner":false}}`,
			Refuses: `{"present_housing":{"owner":true}}`,
		},
		step: Instruct, paper: Ownership, necessity: Possible,
		ask: func(b *builder, r *row) {
			if b.form.Present.Owner == demand.Yes || b.lives(demand.HousingKindPOCC) {
				b.add(r, "")
			}
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-13", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-2 g)", Text: "motifs 04 et 05 : reprise ou vente du logement, procédure d'expulsion", Confidence: demand.Inference},
			French:  "Le jugement, le commandement ou le congé peut être demandé : la demande est motivée par la perte du logement.",
			English: "The judgement, order or notice may be asked for: the demand is motivated by the loss of the dwelling.",
			Accepts: `{"reasons":[{"code":"13"}]}`,
			Refuses: `{"reasons":[{"code":"05"}]}`,
		},
		step: Instruct, paper: Eviction, necessity: Possible,
		ask: func(b *builder, r *row) {
			if b.reason(demand.ReasonCode04, demand.ReasonCode05) {
				b.add(r, "")
			}
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-14", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH L.441-1", Text: "ordonnance de protection, plainte pour violences : seules les ressources du demandeur comptent", Confidence: demand.Verified},
			French:  "Une ordonnance de protection ou un récépissé de plainte peut être présenté : seules les ressources du demandeur comptent alors.",
			English: "A protection order or the receipt of a complaint may be shown: only the applicant's resources then count.",
			Accepts: `{"reasons":[{"code":"13"}]}`,
			Refuses: `{"reasons":[{"code":"06"}]}`,
		},
		step: Instruct, paper: Safety, necessity: Possible,
		ask: func(b *builder, r *row) {
			if b.reason(demand.ReasonCode06) {
				b.add(r, "applicant")
			}
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-15", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "arrêté du 29 juillet 1987, art. 2", Text: "carte mobilité inclusion, mention invalidité : catégorie du foyer", Confidence: demand.Secondary},
			French:  "La carte mobilité inclusion (mention invalidité) peut être présentée : elle peut relever la catégorie du foyer. La nature du handicap ne se demande pas.",
			English: "The mobility inclusion card (invalidity) may be shown: it may lift the category of the household. The nature of the disability is not asked for.",
			Accepts: `{"applicant":{"used_name":"Zzyzx"}}`,
			Refuses: `{"disabilities":[{"person":"applicant"}]}`,
		},
		step: Instruct, paper: DisabilityCard, necessity: Possible,
		ask: func(b *builder, r *row) {
			for i := range b.form.Disabilities {
				b.add(r, b.concerned(i))
			}
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INS-16", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH L.441-1", Text: "divorce en cours, rupture de PACS : seules les ressources du demandeur comptent", Confidence: demand.Verified},
			French:  "La preuve du divorce en cours ou de la rupture du PACS peut être présentée : seules les ressources du demandeur comptent alors.",
			English: "The proof of the divorce under way or of the end of the PACS may be shown: only the applicant's resources then count.",
			Accepts: `{"applicant":{"family_situation":"C"}}`,
			Refuses: `{"applicant":{"family_situation":"S"}}`,
		},
		step: Instruct, paper: Separation, necessity: Possible,
		ask: func(b *builder, r *row) {
			if b.reason(demand.ReasonCode11) || b.form.Applicant.FamilySituation == demand.FamilySituationS {
				b.add(r, "applicant")
			}
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-SEP-01", Chapter: "pièces justificatives", Severity: demand.Information,
			Source:  demand.Source{Article: "CCH L.441-1 ; note aux guichets sur la séparation", Text: "mariage : demande en divorce, ordonnance ou jugement ; les cas sont dans la loi, la preuve de chacun en est déduite", Confidence: demand.Inference},
			French:  "Couple marié : la demande en divorce, l'ordonnance ou le jugement établit la séparation.",
			English: "Married couple: the divorce petition, order or judgement establishes the separation.",
			Accepts: `pacs`,
			Refuses: `married`,
		},
		step: Separate, paper: Separation, necessity: Due,
		ask: func(b *builder, r *row) {
			b.separated(r, Married)
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-SEP-02", Chapter: "pièces justificatives", Severity: demand.Information,
			Source:  demand.Source{Article: "CCH L.441-1 ; note aux guichets sur la séparation", Text: "PACS : dissolution déclarée et enregistrée ; les cas sont dans la loi, la preuve de chacun en est déduite", Confidence: demand.Inference},
			French:  "Couple pacsé : la dissolution enregistrée du PACS établit la séparation.",
			English: "Civil partners: the registered dissolution establishes the separation.",
			Accepts: `married`,
			Refuses: `pacs`,
		},
		step: Separate, paper: Separation, necessity: Due,
		ask: func(b *builder, r *row) {
			b.separated(r, Partners)
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-SEP-03", Chapter: "pièces justificatives", Severity: demand.Information,
			Source:  demand.Source{Article: "CCH L.441-1 ; note aux guichets sur la séparation", Text: "concubins : aucun acte n'existe ; déclaration et nouvelle adresse", Confidence: demand.Inference},
			French:  "Concubins : une déclaration sur l'honneur et la nouvelle adresse suffisent, aucun acte n'existe.",
			English: "Unmarried couple: a statement on honour and the new address are enough, no deed exists.",
			Accepts: `pacs`,
			Refuses: `cohabiting`,
		},
		step: Separate, paper: Separation, necessity: Possible,
		ask: func(b *builder, r *row) {
			b.separated(r, Cohabiting)
		},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-SEP-04", Chapter: "pièces justificatives", Severity: demand.Information,
			Source:  demand.Source{Article: "CCH L.441-1 ; note aux guichets sur la séparation", Text: "violences : ordonnance de protection ou dépôt de plainte ; les cas sont dans la loi, la preuve de chacun en est déduite", Confidence: demand.Inference},
			French:  "Violences : l'ordonnance de protection ou le récépissé de plainte suffit, sans preuve de séparation.",
			English: "Violence: the protection order or the receipt of the complaint is enough, without proof of separation.",
			Accepts: `pacs`,
			Refuses: `violence`,
		},
		step: Separate, paper: Safety, necessity: Due,
		ask: func(b *builder, r *row) {
			b.separated(r, Violence)
		},
	},
}

// separated asks for the proof of a couple; as a possible one when nothing known
// is said of the couple.
func (b *builder) separated(r *row, c Couple) {
	switch {
	case b.in.Case == c:
		b.add(r, "applicant")
	case !b.in.Case.Known():
		possible := *r
		possible.necessity = Possible
		b.add(&possible, "applicant")
	}
}

// lives reports whether one of the kinds is among those of the present housing.
func (b *builder) lives(kinds ...demand.HousingKind) bool {
	for _, k := range b.form.Present.Kinds {
		for _, wanted := range kinds {
			if k == wanted {
				return true
			}
		}
	}
	return false
}

func (b *builder) reason(codes ...demand.ReasonCode) bool {
	for i := range b.form.Reasons {
		for _, code := range codes {
			if b.form.Reasons[i].Code == code {
				return true
			}
		}
	}
	return false
}
