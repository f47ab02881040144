// Package acceptance plays, one test each, the ways in which partners share a
// file: one shared base, a pool that receives copies, two systems side by side,
// each under a charter that is shipped or a few lines away from it, with the rooms
// of the server and a real store behind.
//
// Start with the tests, by
//
//	go test -v ./examples/internal/acceptance
//
//	Dijon                     TestDijonIntegrated
//	Pays de la Loire          TestSeveralDepartements
//	Morbihan                  TestVerifiedOnDayTwenty
//	Isère                     TestSingleDesk
//	Haute-Savoie              TestPool
//	Loire                     TestLateAndReplayedFiles
//	Nouvelle-Calédonie        TestAnotherLaw
//	Rennes                    TestTwins
//	La Réunion                TestMandate
//	number of 2001 to 2011    TestOldNumbers
//	COMDALO, labels           TestLabels
//	LOGILIA                   TestOwnPublic
//	Oise                      TestMigration, in national
//	national system           TestAYear, in national
//	no system at all          TestWholeWay, in server, with a browser
//
// # What it does not do
//
// It describes no existing system: the names say whose situation a scenario is
// drawn after, and the scenarios are ours, made to differ.
package acceptance
