// Package calendar gives every date of a demand, with the rule behind each, and
// what a manager (gestionnaire) has to do on a day.
//
// Start with [Of] on a [Case], which [CaseOf] and [CaseIn] draw from the journal;
// [Check] says whether the settings of a charter go under the law; [Build] makes
// the [Agenda] of many demands. [Zone.Day] gives the civil day of an instant.
//
//	dates := calendar.Of(c, calendar.Settings{}, demand.Profile2015)
//	for name, due := range dates.All() { … }
//
// A date that cannot be given is never just empty: Due.Unknown is the code of
// the reason. A date that can be given has a rule, and the rule has an article
// and a confidence: dates of confidence U inform, they bind nobody.
//
// # By profile
//
//	                        2000                2010, 2012      2015, 2017
//	end of validity         12 months from      12 months from deposit
//	                        registration        or last renewal
//	struck off              day after the end   T+13 (U)        T+13
//	reactivated until       unknown             T+18 (U)        T+18
//	no answer               no such motive      1 month         2 months
//	late answer until       no such motive      5 months (U)    5 months
//	erased                  unknown             a year after strike-off
//	papers filed, reception unknown             unknown         15 days, 1 or 2 months
//
// # Decisions where the law leaves a doubt
//
//   - Validity runs to the end of its last day: the demand is expired the day
//     after. A delay in months ends on the day of the same number, or on the last
//     day of a shorter month (see demand.Date.AddMonths); every delay is counted
//     from its own beginning, so that 29 February + 13 months is 29 March.
//   - The literal reading (one year from the last renewal) is the default. Under
//     the anniversary reading a renewal carries validity to the first anniversary
//     of the deposit after the end under way. It never ends before the literal
//     date, so a late renewal has its whole year; and a renewal made when more
//     than a year is left adds nothing.
//   - The 2015 specification times the notice by the anniversary; here the notice
//     is always a month before the end, for the decree asks for it.
//   - Tolerances of 13 and 18 months and of five months were read for 2015. For
//     2010 and 2012 they are given, with the confidence U; EarliestStrikeOff is
//     what the decree alone allows.
//   - A notice sent late pushes back the strike-off: a month after it (INF).
//   - The month of a warning is counted from its delivery; the two months of the
//     2015 specification from its sending, but not before the month of the decree.
//   - The five months of a late answer start at the strike-off (INF).
//   - Where a renewal was received after a strike-off that stands, dates are those
//     of the demand as it was struck off.
//   - Settings under the law are not followed: the law's own figure stands, and
//     Check says so.
//   - The six months of the mediation commission in large built-up areas hold
//     when it was seized before 1 January 2014.
//
// # What it does not do
//
// It knows no figure of abnormal delay but that of Côte-d'Or, as published today:
// the prefect fixes it. It does not say who may strike off, sends no letter, and
// knows no public holidays: none of these delays was read to skip them. Notices
// and warnings are those of the journal, or those the caller writes in the Case.
//
// # Compatibility
//
// Codes, JSON fields and names of lists are a contract.
package calendar
