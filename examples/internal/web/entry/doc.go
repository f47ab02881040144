// Package entry holds the pages of an applicant: to fill in a demand and deposit
// it, then to follow it, renew it, change it, or give it up.
//
// Start with New, which registers the routes; Clean erases the drafts that are
// over, once a day.
//
//	GET  /                      the door: begin, take up again, follow
//	     /demande/…             a draft, step by step, then the deposit
//	     /suivi/…               a demand that was deposited, for its applicant alone
//
// # A demand that was deposited
//
// Its applicant sees where it stands, the dates that come with the rule of each or
// the reason why there is none, what happened in plain words with every receipt,
// how the points are counted where there is a grid; sends documents, answers an
// offer, signals a change, renews with what is a year old before the eyes, or gives
// the demand up: the service of the demand receives the renunciation here, and
// strikes off (R.441-2-8 b).
//
// # A draft
//
// A draft is a record of the store (registry.DraftKind) under the digest of its
// code; the code is in a cookie, and on a page for whoever wants to go on with
// another device. It is erased a month after its last change, or after the
// delay that the charter gives. What cannot be read is kept in it as it was typed:
// going back and forth loses nothing.
//
// A change or a renewal of a demand is prepared in a draft of the same kind, which
// belongs to the demand; it remembers at which sequence the demand was read.
//
// # The deposit
//
// It has one effect, however often the button is pressed: the draft is the key
// of the act. Once it is deposited nothing of the draft is left but the key of the
// demand, so that the same button, pressed again after the line was cut, leads to
// the same receipt.
//
// # What it does not do
//
// It decides nothing: the registry does, with the charter. It opens no session:
// see Visitor. It never says whether somebody is in the file already.
package entry
