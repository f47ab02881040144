// Package webhook tells partners' systems that something changed: a small signed
// call by HTTPS, tried again until it passes, and the way to check it on the other
// side.
//
// Start with Book, which keeps where partners want to be called; Announce, which
// writes a call to each when the feed has moved; Sender.Pass, which sends what is
// due; Receiver, or Verify and Guard, for programs that are called.
//
// # The call
//
// POST, JSON, with three headers in the manner of Standard Webhooks:
//
//	Webhook-Id         of the message, the same at each try
//	Webhook-Timestamp  seconds since 1970, of this try
//	Webhook-Signature  v1, then HMAC-SHA256 of "id.timestamp.body" in base64; one
//	                   for each secret, so that a secret is changed without a gap
//
// A call says up to which sequence the feed has come, nothing of a demand nor of a
// person: who is told reads the feed with its own rights. A call may come twice,
// late or out of order; the feed tells the truth.
//
// # Where it may go
//
// Addresses come from partners, so that one of them must not make the server knock
// at its own doors. Only https, with a name or an address of the public Internet
// checked when the connection is made, after the name is resolved; no redirect is
// followed, no proxy of the environment used, no connection kept. Networks of a
// partner and the loopback are opened one by one by configuration.
//
// # What it does not do
//
// It keeps no order between calls. It tells every partner that gave an address, and
// leaves to the feed what each may see. Secrets are the caller's to make (32 bytes at random); Book keeps them sealed.
package webhook
