package charter

import "github.com/fichier-unique/rules/demand"

func remedy(code string, source demand.Source, fr, en string) demand.Rule {
	return demand.Rule{Code: code, Chapter: "remèdes", Severity: demand.Information, Source: source, French: fr, English: en}
}

// remedies say what would change an answer.
var remedies = []demand.Rule{
	remedy("CHA-REM-01", whoMay, "Orienter le demandeur vers un service de la charte qui peut faire cet acte.", "Direct the applicant to a service of the charter that may do this act."),
	remedy("CHA-REM-02", whoMay, "Signer la délibération, la convention ou le mandat, puis l'inscrire à la charte.", "Sign the deliberation, agreement or mandate, then enter it in the charter."),
	remedy("CHA-REM-03", scope, "Déposer la demande dans le fichier du département voulu, ou ajouter une commune de ce territoire.", "File the demand in the wanted département, or add a commune of this territory."),
	remedy("CHA-REM-04", minimum, "Compléter les rubriques manquantes du formulaire.", "Complete the missing sections of the form."),
	remedy("CHA-REM-05", minimum, "Modifier ou renouveler la demande existante sous son numéro.", "Modify or renew the existing demand under its number."),
	remedy("CHA-REM-06", ourFile, "Donner la version de la charte en vigueur à cette date, l'y inscrire, ou faire décider une personne.", "Give the version of the charter in force on that date, write it there, or have a person decide."),
	remedy("CHA-REM-07", ourFile, "Vérifier l'état de la demande : cet acte ne s'y applique pas.", "Check the state of the demand: this act does not apply to it."),
	remedy("CHA-REM-08", minimum, "Ne demander que les pièces dues, avec leur raison, et les voir.", "Ask only for the papers that are due, with the reason, and see them."),
	remedy("CHA-REM-09", ourFile, "Faire vérifier la demande par le service désigné.", "Have the demand verified by the designated service."),
	remedy("CHA-REM-10", noNumber, "Enregistrer la demande et lui attribuer son numéro.", "Register the demand and give it its number."),
	remedy("CHA-REM-11", sourceOf, "Faire valider la donnée par le demandeur, ou joindre la pièce qui la prouve.", "Have the datum validated by the applicant, or attach the paper that proves it."),
	remedy("CHA-REM-12", validity, "Renouveler la demande, ou la réactiver si le délai le permet.", "Renew the demand, or reactivate it if there is still time."),
	remedy("CHA-REM-13", closedList, "Choisir un motif, et s'il y a lieu un sous-motif, de la liste de la loi.", "Choose a motive, and where relevant a sub-motive, of the list of the law."),
	remedy("CHA-REM-14", closedList, "Faire faire l'acte par le partenaire à qui la loi le réserve.", "Have the act done by the partner to whom the law reserves it."),
	remedy("CHA-REM-15", closedList, "Attendre la signature du bail et en donner la date.", "Wait for the signature of the lease and give its date."),
	remedy("CHA-REM-16", verified("CCH R.441-2-9", "données de l'attribution"), "Donner les données de l'attribution : bailleur, bail, logement, contingent.", "Give the data of the allocation: landlord, lease, dwelling, quota."),
	remedy("CHA-REM-17", closedList, "Attendre la fin du délai.", "Wait for the end of the delay."),
	remedy("CHA-REM-18", closedList, "Garder la preuve de la remise, ou envoyer de nouveau le courrier par un moyen qui la donne.", "Keep the proof of delivery, or send the letter again by a means that gives it."),
	remedy("CHA-REM-19", validity, "Envoyer le préavis de renouvellement et laisser courir le délai.", "Send the renewal notice and let the delay run."),
	remedy("CHA-REM-20", closedList, "Aviser le demandeur d'abord, et garder la date de l'avis.", "Tell the applicant first, and keep the date of the notice."),
	remedy("CHA-REM-21", spec2015, "Déposer une nouvelle demande, ou annuler la radiation si elle était une erreur.", "File a new demand, or undo the strike-off if it was a mistake."),
	remedy("CHA-REM-22", spec2015, "Recevoir le renouvellement ou la réponse du demandeur, puis réactiver.", "Receive the applicant's renewal or answer, then reactivate."),
	remedy("CHA-REM-23", ourFile, "Donner le code de la raison.", "Give the code of the reason."),
	remedy("CHA-REM-24", accessLaw, "Consulter les statistiques, ou inscrire à la charte le droit et le texte qui le fonde.", "Consult the statistics, or write in the charter the right and the text it stands on."),
	remedy("CHA-REM-25", accessLaw, "Dire le but de la consultation : attribuer un logement, ou gérer le fichier.", "Say the purpose of the consultation: to allocate a dwelling, or to manage the file."),
	remedy("CHA-REM-26", figures, "Agréger, retirer la nature du handicap, appliquer le secret statistique et faire passer son audit.", "Aggregate, remove the nature of disabilities, apply disclosure control and pass its audit."),
	remedy("CHA-REM-27", onePaper, "Prendre l'exemplaire du dossier partagé.", "Take the copy of the shared file."),
	remedy("CHA-REM-28", labelIssuer, "Demander la reconnaissance à l'organisme qui la prononce, ou inscrire la priorité locale à la charte.", "Ask the body that pronounces it for the recognition, or write the local priority in the charter."),
	remedy("CHA-REM-29", ourFile, "Passer par la voie d'urgence en donnant sa raison, ou attendre la prochaine commission.", "Use the urgent path with its reason, or wait for the next commission."),
	remedy("CHA-REM-30", threeOf, "Examiner trois demandes, ou dire l'exception : candidats trop peu nombreux, personne désignée au titre du DALO.", "Examine three demands, or state the exception: too few candidates, person designated under the DALO."),
	remedy("CHA-REM-31", noNumber, "Passer la demande en commission pour ce logement.", "Bring the demand before the commission for this dwelling."),
	remedy("CHA-REM-32", verified("CCH L.441-1", "plafonds de ressources"), "Vérifier le revenu retenu et la catégorie du ménage, ou proposer un logement d'un autre financement.", "Check the income kept and the category of the household, or offer a dwelling of another financing."),
	remedy("CHA-REM-33", tenDays, "Laisser au moins dix jours, et inscrire la réponse ou le silence.", "Leave at least ten days, and record the answer or the silence."),
	remedy("CHA-REM-36", accessLaw, "Agir sur sa propre demande, après s'être identifié.", "Act on one's own demand, once identified."),
	remedy("CHA-REM-35", ourFile, "Écrire la question en JSON sur une ligne, avec les faits du vocabulaire.", "Write the question in JSON on one line, with the facts of the vocabulary."),
	remedy("CHA-REM-34", ourFile, "Faire décider une personne, au vu des raisons du rapprochement ; la décision se défait.", "Have a person decide, seeing the reasons of the match; the decision can be undone."),
}
