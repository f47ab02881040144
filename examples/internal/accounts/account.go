package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Role is what an account is for.
type Role string

// The roles.
const (
	AgentRole   Role = "agent"   // works on demands at a partner's
	ManagerRole Role = "manager" // gives accounts, settles the file
	ProgramRole Role = "api"     // a partner's program: tokens only, never signs in
)

// known reports whether r is one of the roles.
func (r Role) known() bool { return r == AgentRole || r == ManagerRole || r == ProgramRole }

// Account is an account as the manager sees and settles it.
type Account struct {
	Agent    string       `json:"agent"` // opaque code, such as A-0007
	Login    string       `json:"login"`
	Party    string       `json:"party"` // of the charter
	Desk     string       `json:"desk,omitempty"`
	Role     Role         `json:"role"`
	Rights   []access.Act `json:"rights,omitempty"`
	Named    bool         `json:"named,omitempty"` // one person, named in the manager's own register
	OpenedOn demand.Date  `json:"opened_on,omitzero"`
	ClosedOn demand.Date  `json:"closed_on,omitzero"` // last day
	LastUsed time.Time    `json:"last_used,omitzero"`
	Provider string       `json:"provider,omitempty"` // signs in with it, without a password here
	Closed   bool         `json:"closed,omitempty"`   // by Close: at once, whatever the days say
}

// Open reports an account that may be used on a day.
func (a *Account) Open(on demand.Date) bool {
	return !a.Closed && !a.OpenedOn.IsZero() && !on.Before(a.OpenedOn) && !on.After(a.ClosedOn)
}

// kept is an account as the store has it.
type kept struct {
	Account
	Password string   `json:"password,omitempty"` // argon2id
	Subject  string   `json:"subject,omitempty"`  // at the provider, once known
	Secret   []byte   `json:"secret,omitempty"`   // of the second factor, sealed
	Steps    []int64  `json:"steps,omitempty"`    // of the codes used last
	Recovery []string `json:"recovery,omitempty"` // digests of the codes left
	Invited  string   `json:"invited,omitempty"`  // digest of the only invitation that opens it
	// Generation changes when every session must end; a session bears the one it
	// began under.
	Generation int `json:"generation,omitempty"`
}

var (
	codeShape  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,63}$`)
	loginShape = regexp.MustCompile(`^[^\s\x00-\x1f\x7f]{2,200}$`)
)

// foldLogin gives a login as it is compared.
func foldLogin(login string) string {
	return strings.ToLower(norm.NFC.String(strings.TrimSpace(login)))
}

// check lists why an account may not be written.
func (a *Account) check() error {
	switch {
	case !codeShape.MatchString(a.Agent) || strings.Contains(a.Agent, "/"):
		return fmt.Errorf("%w: the code of an account is made of letters, digits and -_.: (A-0007)", ErrAccount)
	case !codeShape.MatchString(a.Party):
		return fmt.Errorf("%w: the account has no party; give the code of a party of the charter", ErrAccount)
	case a.Role != ProgramRole && !loginShape.MatchString(a.Login):
		return fmt.Errorf("%w: the login is between 2 and 200 characters without a blank", ErrAccount)
	case !a.Role.known():
		return fmt.Errorf("%w: the role is agent, manager or api", ErrAccount)
	case a.OpenedOn.IsZero():
		return fmt.Errorf("%w: give the day the account opens", ErrAccount)
	}
	list := access.List{Accounts: []access.Account{a.listed()}}
	if faults := list.Check(); len(faults) > 0 {
		return fmt.Errorf("%w: it cannot be listed: %s", ErrAccount, faults.Codes())
	}
	return nil
}

// listed gives an account in the shape of the review.
func (a *Account) listed() access.Account {
	return access.Account{Agent: a.Agent, Party: a.Party, Named: a.Named, Rights: a.Rights, OpenedOn: a.OpenedOn, ClosedOn: a.ClosedOn}
}

// Create writes a new account, which nobody can use before an invitation (see
// Invite), or before its first sign-in with its provider.
func (a *Accounts) Create(ctx context.Context, account Account) error {
	account.Login = foldLogin(account.Login)
	account.LastUsed = time.Time{}
	if err := account.check(); err != nil {
		return err
	}
	if account.Provider != "" && a.provider(account.Provider) == nil {
		return fmt.Errorf("%w: its provider is none of those the server knows", ErrAccount)
	}
	one, err := record("account", account.Agent, 0, time.Time{}, kept{Account: account})
	if err != nil {
		return err
	}
	records := []store.Record{one}
	if account.Login != "" {
		login, err := record("login", a.hidden("login", account.Login), 0, time.Time{}, account.Agent)
		if err != nil {
			return err
		}
		records = append(records, login)
	}
	if err := a.write(ctx, records...); stale(err) {
		return ErrTaken
	} else if err != nil {
		return fmt.Errorf("accounts: create: %w", err)
	}
	a.set.Log.Info("account created", "agent", account.Agent)
	return nil
}

// load reads an account.
func (a *Accounts) load(ctx context.Context, agent string) (kept, error) {
	var k kept
	r, err := a.set.Store.Record(ctx, "account", agent, a.now())
	if errors.Is(err, store.ErrNotFound) {
		return k, ErrUnknown
	}
	if err == nil {
		err = json.Unmarshal(r.Body, &k)
	}
	if err != nil {
		return k, fmt.Errorf("accounts: read account: %w", err)
	}
	return k, nil
}

// byLogin reads the account of a login.
func (a *Accounts) byLogin(ctx context.Context, login string) (kept, error) {
	var agent string
	r, err := a.set.Store.Record(ctx, "login", a.hidden("login", foldLogin(login)), a.now())
	if err == nil {
		err = json.Unmarshal(r.Body, &agent)
	}
	if errors.Is(err, store.ErrNotFound) {
		return kept{}, ErrUnknown
	}
	if err != nil {
		return kept{}, fmt.Errorf("accounts: read login: %w", err)
	}
	return a.load(ctx, agent)
}

// update changes an account.
func (a *Accounts) update(ctx context.Context, agent string, change func(k *kept) error) error {
	return alter(ctx, a, "account", agent, func(k *kept, found bool) (time.Time, error) {
		if !found {
			return time.Time{}, ErrUnknown
		}
		return time.Time{}, change(k)
	})
}

// Account gives an account.
func (a *Accounts) Account(ctx context.Context, agent string) (Account, error) {
	k, err := a.load(ctx, agent)
	return k.Account, err
}

// All lists every account, by code.
func (a *Accounts) All(ctx context.Context) ([]Account, error) {
	all, err := a.records(ctx, "account", "")
	if err != nil {
		return nil, err
	}
	var out []Account
	for _, r := range all {
		var k kept
		if err := json.Unmarshal(r.Body, &k); err != nil {
			return nil, fmt.Errorf("accounts: list: %w", err)
		}
		out = append(out, k.Account)
	}
	return out, nil
}

// List gives the accounts in the shape of the review of charter/access, with the
// territories of the parties, which the charter knows.
func (a *Accounts) List(ctx context.Context, territories []access.Territory) (access.List, error) {
	all, err := a.All(ctx)
	list := access.List{Territories: territories}
	for i := range all {
		list.Accounts = append(list.Accounts, all[i].listed())
	}
	return list, err
}

// Dormant lists the open accounts without use for so many days, those never used
// counting from their opening.
func (a *Accounts) Dormant(ctx context.Context, days int) ([]Account, error) {
	all, err := a.All(ctx)
	today := a.today()
	return slices.DeleteFunc(all, func(one Account) bool {
		last := one.OpenedOn
		if !one.LastUsed.IsZero() {
			used := one.LastUsed.In(a.set.Zone)
			last, _ = demand.NewDate(used.Year(), int(used.Month()), used.Day())
		}
		return !one.Open(today) || today.DaysSince(last) <= days
	}), err
}

// Settle changes what the manager decides of an account: party, desk, role, rights,
// whether it is named, its days. Its sessions go on with the new rights; a change of
// role or of party ends them.
func (a *Accounts) Settle(ctx context.Context, agent string, change func(*Account)) error {
	err := a.update(ctx, agent, func(k *kept) error {
		before := k.Account
		change(&k.Account)
		k.Agent, k.Login, k.Provider, k.LastUsed = before.Agent, before.Login, before.Provider, before.LastUsed
		if err := k.check(); err != nil {
			return err
		}
		if k.Role != before.Role || k.Party != before.Party {
			k.Generation++
		}
		return nil
	})
	if err == nil {
		a.set.Log.Info("account settled", "agent", agent)
	}
	return err
}

// Close ends an account at once, with its sessions and tokens. Opened again, by
// Settle, it needs a new invitation.
func (a *Accounts) Close(ctx context.Context, agent string) error {
	err := a.update(ctx, agent, func(k *kept) error {
		k.Closed = true
		if k.ClosedOn = a.today(); k.ClosedOn.Before(k.OpenedOn) {
			k.ClosedOn = k.OpenedOn
		}
		k.Password, k.Subject, k.Invited, k.Secret, k.Recovery = "", "", "", nil, nil
		k.Generation++
		return nil
	})
	if err != nil {
		return err
	}
	a.set.Log.Info("account closed", "agent", agent)
	return a.forgetSessions(ctx, agent, "")
}
