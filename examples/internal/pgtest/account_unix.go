//go:build unix

package pgtest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// account is the one that runs the server in the place of root, which PostgreSQL
// refuses; nil to stay who we are.
func account() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(found.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(found.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, fmt.Errorf("pgtest: PostgreSQL refuses to run as root, and there is no account postgres")
}

func runnable() error {
	_, err := account()
	return err
}

// lower makes a command run under the account.
func lower(command *exec.Cmd) {
	if who, err := account(); err == nil && who != nil {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: who}
	}
}

// give gives a folder to the account.
func give(dir string) error {
	who, err := account()
	if err != nil || who == nil {
		return err
	}
	return os.Chown(dir, int(who.Uid), int(who.Gid))
}
