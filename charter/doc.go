// Package charter answers, from the partners' usage charter (charte
// d'utilisation) taken as data, who may do what, and why not. A decision names
// every rule that spoke, the article of each, the facts used, what would change
// the answer, and the duties that follow.
//
// Start with [Named] or [Load], which give a charter, [Decide], and [View] for what
// may be seen of a demand.
//
//	c, faults := charter.Load(data)
//	d := charter.Decide(c, charter.Actor{Desk: "21001"}, charter.Renew, charter.Facts{Status: "active"}, day)
//	fmt.Println(d.Outcome, d.Rule, d.Remedy(), d.Duties())
//
// # The answer
//
// Every rule speaks: the first refusal does not silence the others. The outcome is
// the gravest said: refused, then unknown, then allowed. A fact that a rule needs
// and that is not said makes the answer unknown, and the fact is named; it is
// never taken for granted. Facts is the whole vocabulary: there is no expression
// to evaluate. Neither the channel of the demand, nor the address or the origin of
// the applicant are in it, so that no rule can look at them.
//
// A Decision is small and costs no allocation; Explain tells all the reasons when
// somebody wants them. The same charter, question and day always give the same
// answer.
//
// # The charter file
//
// JSON, read strictly: [Load] refuses it whole, with every reason, its line and,
// where it goes under the law, the article. [Names] lists those shipped: the
// national floors of 2000, 2010, 2012, 2015 and 2017, which name no partner (the
// actor then says its kind), the Grand Dijon of 2010, and one for each way of
// sharing: several départements, online demands to be verified, single desk, pool,
// twin systems, mandates, another law. These are scenarios of ours, not
// descriptions of the systems that inspired them.
//
// # Profiles
//
//	2000  the service that registered strikes off; four motives
//	2010  closed list of motives and of who strikes off; prior notice but for an allocation
//	2012  data of the allocation from 1 January 2013
//	2015  the applicant online, the SIAO; tolerances of 13 and 18 months, of 2 and 5
//	2017  as 2015, for what was read
//
// # Decisions where the law leaves a doubt
//
//   - The manager may modify, renew and reactivate (inferred).
//   - Between 2009 and 2014 a written renunciation too asks for a prior notice: the
//     law (L.441-2-1) and the decree (without delay) disagree, the law prevails.
//   - Thirteen and eighteen months are applied before 2015 too, where they are not
//     verified.
//   - The disability supplement is open to those who instruct and allocate, and to
//     the service that registered the demand.
//   - A label that neither the law nor the charter knows is unknown, not refused.
//
// # What it does not do
//
// It stores nothing, opens no session and signs nobody in: the caller says who
// acts. It does not compute ceilings nor dates of its own: household and calendar
// do, and their answers are facts.
//
// # Compatibility
//
// From v1, a charter written for one version is read by every later one, and
// codes of rules are never given another meaning.
package charter
