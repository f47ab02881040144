// Package access keeps the journal of who looked at what (journal des accès), and
// draws from it, and from the list of accounts, the review that a manager owes.
//
// Start with [Lines] to read the journal, [NewAccumulator] and
// [Accumulator.Add] to count it, [Review] for the report.
//
//	for line, err := range access.Lines(file) { … acc.Add(&line.Event) … }
//	report, faults := access.Review(acc, &list, settings, period)
//
// Every consultation, download, search and export is a line: agent, party, act,
// demand, moment, purpose, all codes. The review tells the dormant accounts, the
// rights never used or used without being given, the accounts without a named
// agent, unusual consultation, consultation outside the party's territory, and
// what was exported. Nothing of a demand but its key is ever in a report.
//
// # Unusual consultation: the method and its limits
//
// What is compared is the number of demands seen: one for a consultation or a
// downloaded paper, as many as the export holds for an export. Two comparisons,
// each on a median and a spread (median absolute deviation), which a few extreme
// values do not move:
//
//   - with peers (ACC-USA-01): the agent's demands of the period, against those of
//     the other agents of the same party who were active;
//   - with oneself (ACC-USA-02): each day of the period, against the agent's own
//     active days before it.
//
// An alert is raised above median + times × spread, the spread never being taken
// under a tenth of the median nor under one; and never under a least number. It
// carries all its figures, so that anybody can work it out again by hand. Without
// enough peers or past days no comparison is made, and the report says how many
// accounts were not compared.
//
// It does not see a slow leak that stays within the usual, an agent whose peers
// all do the same, nor why: a new task, a campaign of renewals, a colleague's
// leave give alerts too. An alert is a reason to ask, never a finding. Days are
// those of universal time.
//
// # Decisions
//
// No text read fixes a delay of dormancy, a threshold or the retention of this
// journal: they are settings, and the rules that use them are marked INF. That
// each agent is named, and that access is for allocation within a territory, are
// the law's. A commune of a demand is kept in the journal to judge the territory;
// it is in no report.
//
// Lines bear the origin and a counter without gap: the accumulator sees lines that
// are missing or given twice without remembering them all, and a clock that went
// back by two hours or more. Lines cut off at the end show when the next review
// begins: Report.Origins gives the last counters.
//
// # Size
//
// Memory grows with accounts, days of the window and communes, not with events.
// 4 000 accounts of 100 parties over a year hold some 21 MB, whatever the number of
// lines: ten million were counted so (BenchmarkTenMillion).
//
// # Compatibility
//
// Lines of version 1 stay readable; codes, names of fields and bytes of
// [Accumulator] are a contract.
package access
