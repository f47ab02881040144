package papers

import "github.com/fichier-unique/rules/demand"

// Paper is a kind of supporting document (pièce justificative).
type Paper string

// The papers.
const (
	Identity       Paper = "identity"
	Stay           Paper = "stay" // document attesting regular stay: see StayTitles
	FamilyRecord   Paper = "family_record"
	Custody        Paper = "custody"
	Pregnancy      Paper = "pregnancy"
	TaxNotice      Paper = "tax_notice"
	RecentIncome   Paper = "recent_income"
	WorkProof      Paper = "work"
	Studies        Paper = "studies"
	RentReceipt    Paper = "rent_receipt"
	HostStatement  Paper = "host_statement"
	Shelter        Paper = "shelter"
	Eviction       Paper = "eviction"
	Ownership      Paper = "ownership"
	DisabilityCard Paper = "disability_card"
	Separation     Paper = "separation"
	Safety         Paper = "safety"
	Residence      Paper = "residence"
	SocialSecurity Paper = "social_security"
	MedicalFile    Paper = "medical_file"
	BankStatement  Paper = "bank_statement"
)

// Info describes a paper: what is accepted for it, and how long it stands.
type Info struct {
	Paper      Paper         `json:"paper"`
	French     string        `json:"fr"`
	Accepted   []string      `json:"accepted"`         // alternatives, in French
	Months     int           `json:"months,omitempty"` // it stands so long after it was handed in; 0: no such limit
	EvenLapsed bool          `json:"even_lapsed,omitempty"`
	Source     demand.Source `json:"source"`
}

var (
	sourceNotice = demand.Source{Article: "notice 51423 du formulaire 14069*05", Text: "pièces d'identité et de séjour acceptées", Confidence: demand.Secondary}
	sourceUsage  = demand.Source{Article: "CCH R.441-2-4 ; arrêté du 14 juin 2010", Text: "liste des pièces de l'instruction : annexe non lue, reconstituée d'après les rubriques du formulaire", Confidence: demand.Inference}
	sourceApart  = demand.Source{Article: "CCH L.441-1", Text: "divorce en cours, rupture de PACS, ordonnance de protection, plainte pour violences", Confidence: demand.Verified}
)

var infos = []Info{
	{Identity, "pièce d'identité", []string{"carte nationale d'identité, même périmée (Français)", "passeport, même périmé (Français)", "pièce d'identité en cours de validité (Union européenne, EEE, Suisse)"}, 0, true, sourceNotice},
	{Stay, "titre de séjour", []string{"un des titres de la liste des titres de séjour, en cours de validité"}, 0, false, sourceNotice},
	{FamilyRecord, "situation familiale et personnes à charge", []string{"livret de famille", "acte de naissance", "certificat de PACS", "jugement de tutelle"}, 0, false, sourceUsage},
	{Custody, "garde d'un enfant", []string{"jugement fixant la résidence ou le droit de visite", "convention homologuée", "accord écrit des parents"}, 0, false, sourceUsage},
	{Pregnancy, "naissance attendue", []string{"certificat de grossesse"}, 10, false, sourceUsage},
	{TaxNotice, "avis d'imposition", []string{"avis d'imposition ou de non-imposition sur les revenus de l'année demandée", "avis de situation déclarative", "documents fiscaux de l'État de résidence, traduits et en euros"}, 0, false, sourceUsage},
	{RecentIncome, "ressources des derniers mois", []string{"trois derniers bulletins de salaire", "attestation de prestations", "titre de pension", "avis de paiement"}, 3, false, sourceUsage},
	{WorkProof, "situation professionnelle", []string{"contrat de travail", "attestation de l'employeur", "inscription au registre des métiers ou du commerce", "avis de situation de demandeur d'emploi"}, 3, false, sourceUsage},
	{Studies, "études ou apprentissage", []string{"carte d'étudiant", "certificat de scolarité", "contrat d'apprentissage"}, 12, false, sourceUsage},
	{RentReceipt, "logement en location", []string{"bail et dernière quittance", "attestation du bailleur à jour du loyer"}, 3, false, sourceUsage},
	{HostStatement, "hébergement", []string{"attestation de la personne qui héberge"}, 3, false, sourceUsage},
	{Shelter, "hébergement en structure ou absence de logement", []string{"attestation de la structure ou de l'hôtel", "attestation de domiciliation", "attestation d'un travailleur social ou d'une association"}, 3, false, sourceUsage},
	{Eviction, "procédure d'expulsion", []string{"jugement", "commandement de quitter les lieux", "congé du propriétaire"}, 0, false, sourceUsage},
	{Ownership, "propriété", []string{"acte de propriété", "plan de financement"}, 0, false, sourceUsage},
	{DisabilityCard, "handicap", []string{"carte mobilité inclusion, mention invalidité", "ancienne carte d'invalidité", "décision de la commission compétente"}, 0, false, sourceUsage},
	{Separation, "séparation", []string{"demande en divorce ou ordonnance", "dissolution du PACS enregistrée", "déclaration sur l'honneur et nouvelle adresse (concubins)"}, 0, false, sourceApart},
	{Safety, "violences", []string{"ordonnance de protection", "récépissé de dépôt de plainte"}, 0, false, sourceApart},
	{Residence, "résidence antérieure dans la commune", nil, 0, false, demand.Source{Article: "CCH R.441-2-3", Text: "aucune condition de résidence préalable", Confidence: demand.Verified}},
	{SocialSecurity, "carte ou attestation de sécurité sociale", nil, 0, false, demand.Source{Article: "décret 2017-917", Text: "le numéro n'est pas gardé sur les copies papier", Confidence: demand.Secondary}},
	{MedicalFile, "dossier médical, nature du handicap", nil, 0, false, demand.Source{Article: "loi du 6 janvier 1978, art. 8 ; CNIL", Text: "données de santé : de mémoire pour l'article", Confidence: demand.Unverified}},
	{BankStatement, "relevés de compte bancaire", nil, 0, false, demand.Source{Article: "CCH R.441-2-3", Text: "non prévu par les textes lus", Confidence: demand.Inference}},
}

var validities = func() map[Paper]Info {
	out := map[Paper]Info{}
	for _, i := range infos {
		out[i.Paper] = i
	}
	return out
}()

// Infos describes every paper: for a page, or for a letter.
func Infos() []Info { return append([]Info(nil), infos...) }

// Lookup describes a paper.
func Lookup(p Paper) (Info, bool) {
	i, ok := validities[p]
	return i, ok
}

// Title is a document attesting regular stay, accepted under some profiles.
type Title struct {
	Code   string        `json:"code"`
	French string        `json:"fr"`
	Source demand.Source `json:"source"`
}

var notice2010 = demand.Source{Article: "notice 51423#01", Text: "formulaire de 2010", Confidence: demand.Secondary}

var titles2010 = []Title{
	{"titre", "titre de séjour en cours de validité", notice2010},
	{"recepisse", "récépissé de demande de renouvellement d'un titre", notice2010},
	{"refugie", "récépissé de trois mois « reconnu réfugié »", notice2010},
}

var titles2023 = []Title{
	{"resident", "carte de résident", sourceNotice},
	{"permanent", "carte de résident permanent", sourceNotice},
	{"longue_duree_ue", "carte de résident de longue durée UE", sourceNotice},
	{"pluriannuelle", "carte de séjour pluriannuelle", sourceNotice},
	{"talent", "carte « passeport talent »", sourceNotice},
	{"temporaire", "carte de séjour temporaire", sourceNotice},
	{"algerien", "certificat de résidence de ressortissant algérien", sourceNotice},
	{"recepisse", "récépissé de renouvellement d'un de ces titres", sourceNotice},
	{"protection", "récépissé valant reconnaissance d'une protection internationale (réfugié, protection subsidiaire, apatride)", sourceNotice},
	{"regroupement", "récépissé d'une demande au titre du regroupement familial", sourceNotice},
	{"prolongation", "attestation de prolongation d'instruction ou de décision favorable", sourceNotice},
	{"andorran", "titre d'identité andorran", sourceNotice},
	{"monegasque", "passeport monégasque revêtu de la mention requise", sourceNotice},
	{"visa", "visa de long séjour valant titre de séjour, validé", sourceNotice},
	{"provisoire", "autorisation provisoire de séjour", sourceNotice},
	{"temporaire_protection", "autorisation provisoire de séjour au titre de la protection temporaire", sourceNotice},
}

// StayTitles lists the documents that attest regular stay. The list of 2010 is
// given until the notice of 2023 is in use (2017 profile): the lists between the
// two were not read.
func StayTitles(p demand.Profile) []Title {
	if p == demand.Profile2017 || p == "" {
		return append([]Title(nil), titles2023...)
	}
	return append([]Title(nil), titles2010...)
}
