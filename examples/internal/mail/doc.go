// Package mail sends what the server writes to people: short messages in French, in
// plain text, each from a template.
//
// Start with [Message], which makes the message that goes with an act into the
// store, and [New], which gives the [Sender] that takes them from there.
//
//	m, err := mail.Message(address, "lien", map[string]string{"Link": link}, now)
//	_, err = s.Write(ctx, &store.Act{…, Messages: []store.Message{m}})
//	…
//	sender, err := mail.New(mail.Settings{Store: s, Now: now, From: "…", Deliver: mail.Folder("out")})
//	n, err := sender.Send(ctx)
//
// # What holds
//
// A message is written in the transaction of the act it tells about: there is none
// without the act, nor an act without it. It is sent at least once: when the server
// stops between the sending and the note that it was sent, it is sent again, under
// the same Message-ID, by which programs of mail know it again. A failure is tried
// again after one minute, then twice as long each time up to six hours, for three
// days; a refusal for good, such as an address that does not exist, is not tried
// again.
//
// # What it does not do
//
// It writes no address, subject nor content in a log. It reads no answer. It puts
// nothing in a message but what the template says: a name or an income has no place
// in a mail, which travels in the open.
package mail
