// Package server is the reference server put together: one store, one registry,
// the pages, the interfaces, the jobs and what an operator needs to see.
//
// Start with Read, which makes a Config from flags and environment, and New,
// which opens everything; Server.Run answers until the context ends, then stops
// without dropping a request.
//
// # What is where
//
//	-data   the folder of the server: the SQLite file, its key, the index of persons,
//	        mails and transfers where no provider is set
//	-db     a PostgreSQL store instead of the SQLite file
//	:8080   pages and interfaces; /healthz says whether the store answers
//	:9090   metrics, when -metrics is given: never on the public address
//
// Secrets come from the environment alone: FICHIER_KEY, FICHIER_DB,
// FICHIER_SMTP_PASSWORD. A log line holds no name, no number and no address: only
// the attributes listed in logs.go pass.
//
// # What it does not do
//
// It ends no TLS: a proxy does, and -origin says how browsers see the server. It
// holds no rule.
package server
