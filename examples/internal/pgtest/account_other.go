//go:build !unix

package pgtest

import "os/exec"

func runnable() error { return nil }

func lower(*exec.Cmd) {}

func give(string) error { return nil }
