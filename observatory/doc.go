// Package observatory turns demands into counts and figures by territory: stock,
// flows, delays, pressures, in the geography of any year from 2010.
//
// Start with [NewAccumulator] for a file of forms, or [NewPlan] and
// [Plan.Accumulator] for a journal over a period; then [Accumulator.Add] or
// [Accumulator.AddJournal], [Accumulator.Merge], [Accumulator.Tables] and
// [Accumulator.Figures]. [Protect] and [WriteCSV] come after the last merge.
//
//	plan, err := observatory.NewPlan([]observatory.Level{observatory.Commune, observatory.EPCI})
//	a := plan.Accumulator(territory.Today(), from, asOf)
//	for key := range j.Demands() {
//		a.AddJournal(j, key, observatory.Setting{From: from, AsOf: asOf})
//	}
//	tables, figures := a.Tables(observatory.EPCI), a.Figures(observatory.EPCI)
//
// A partner may send a [CountingFile], a CSV without nominative data. [Amounts]
// gives the threshold of the first quartile, [Persons] counts distinct applicants,
// [ZoneCounts] counts by quartier, [AddSeries] counts many periods in one reading of a journal,
// [CompareHolders] and [CompareEarlier] put published values side by side, [Statements] makes the yearly statement
// of R.441-12, [Qualities] tells what the data of each partner are worth. Forms of
// publication: [WriteCSV], [WriteFigures], [WriteDictionary], [WriteSDMX],
// [WriteJSON], [WriteGeoJSON].
//
// Millions of demands are reduced to a [Fact] by a [Coder], and added by
// [Accumulator.AddFact], on as many goroutines as there are accumulators.
//
// # Measures
//
// [Measures] lists them: code, definition in French and in English, formula, unit,
// source, version. Every table carries its measure and the year of its geography.
// [Dimensions] lists the ways of dividing demands; a [Cross] asks for up to four at
// once, with the waits of each cell, in the same pass.
//
//   - The stock holds the demands that are active, and those that should have been
//     renewed and are not struck off yet; not those nobody has verified.
//   - A demand counts once, in its first commune; by any choice, once in each
//     territory of each level, and then rows do not add up. A demand whose first
//     commune is unknown has a row of its own. A commune of another year is counted
//     in the one that holds it; one split since is unknown.
//   - Flows: entries and exits have the same total, which is the identity of the
//     stock ([Identity]). A demand that changes its first commune goes out of one
//     and comes into the other, at every level.
//   - A wait counts whole months from the first deposit. The age of the stock is
//     not a delay of allocation, and a mean is not a median: each has its measure.
//   - A pressure says its variant: transfers included, left out, alone, by target
//     type; [SRURatio] is that of the law.
//   - A figure that cannot be given is not available, with the reason, never 0.
//   - A demand dated after the count is in no table, and is told.
//
// # Secrecy
//
// [Secure] decides first of the totals, then of each table beside them.
//
//   - A territory whose total is hidden shows nothing: neither its counts nor its
//     noughts, which would tell what nobody there asked. So with the noughts of a row
//     whose total is less than the threshold and one for each other column.
//   - A crossing is one system with the tables of fewer of its dimensions.
//   - What was published before binds what comes after: [SecureAfter]; [Audit] attacks
//     several releases together.
//   - Noughts that a published nought of a wider territory gives are shown, and those
//     that the other figures leave no room to be anything else.
//   - The numbers of a [Policy] are data, with their sources: [Policy.Terms]. A
//     sensitive count under the higher threshold is hidden. A reader can believe of it
//     that it reaches the threshold of plain counts: what is published and what is left
//     to believe are two numbers, and no text gives either. [Policy.Believed] asks for
//     more where the published total of the row leaves room for it; at 11, communes
//     lose their tables of reasons and of incomes (by_reason, by_ceiling).
//   - Small territories that the same sums hold are one group: what one has, another
//     could have. A stock of one or two demands by commune is published all the same:
//     what its communes make together, the EPCI, and the communes that are not small.
//   - What cannot be protected is given up a little at a time, and told in
//     [Protection]: the columns of a measure at one level and under it, then of the
//     measure, then of others. Totals are safe alone; everything is hidden only when
//     not even they can be published.
//
// Measured on one of two processors that others filled, in processor time: a
// département of 15,000 demands (52,000 counts, two thirds hidden, 2.3 % for others)
// takes 0.7 s, its attack from the files alone 0.4 s; one of 1,000 demands 0.5 s and
// 0.2 s; a région of 80,000 (275,000 counts, 2.4 % hidden for others) 6 s and 4 s. The
// attacks prove every hidden count.
//
//	go test ./observatory -run xxx -bench '(Secure|Audit)(Departement|Region)' -benchtime 1x
//
// # What it does not do
//
// [SecureAfter] ties releases by the counts that are the same, the flows, and the
// territories that merged or grew; not a stock and that of another day, whose
// difference tells what came and went. Two counts of one day that differ are refused;
// periods that overlap in part are not to be published together, whose difference
// neither table tells. A stock with hardly more demands than communes that have any (30
// demands in 27 communes) is hidden whole: a row tells that its commune has one. The
// nature of a disability is never counted.
// Incomes are placed among the ceilings shipped, or against the thresholds of first
// quartile that the caller gives.
//
// # Compatibility
//
// From v1, codes of measures and the binary form of accumulators are kept.
package observatory
