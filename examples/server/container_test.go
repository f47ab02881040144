package main

import (
	"debug/elf"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// container is what the Containerfile says of the image.
type container struct {
	build    []string // arguments of go build, after -o
	env      []string
	uid, gid uint32
	entry    string
}

func readContainer(t *testing.T) container {
	t.Helper()
	text, err := os.ReadFile("Containerfile")
	if err != nil {
		t.Fatal(err)
	}
	one := func(pattern string) []string {
		found := regexp.MustCompile("(?m)" + pattern).FindStringSubmatch(string(text))
		if found == nil {
			t.Fatalf("the Containerfile has no line like %s", pattern)
		}
		return found[1:]
	}
	var c container
	c.build = strings.Fields(one(`CGO_ENABLED=0 go build .* -o /out/ (.*)$`)[0])
	c.env = strings.Fields(one(`^ENV (.*)$`)[0])
	for i, to := range []*uint32{&c.uid, &c.gid} {
		n, err := strconv.ParseUint(one(`^USER (\d+):(\d+)$`)[i], 10, 32)
		if err != nil {
			t.Fatal(err)
		}
		*to = uint32(n)
	}
	c.entry = one(`^ENTRYPOINT \["([^"]+)"\]$`)[0]
	one(`^FROM scratch$`)
	return c
}

// The image of the Containerfile, by hand, for machines that build none: the programs
// are static, and the server runs alone in an empty folder that it cannot write, as
// an account of no right, with one folder of its own.
func TestContainerfile(t *testing.T) {
	switch {
	case testing.Short():
		t.Skip("it builds the programs")
	case os.Geteuid() != 0:
		t.Skip("only root may go to another root and to another account")
	}
	c := readContainer(t)
	root := t.TempDir()
	build := exec.Command("go", append([]string{"build", "-o", root + "/"}, c.build...)...)
	build.Dir, build.Env = filepath.Join("..", ".."), append(os.Environ(), "CGO_ENABLED=0", "GOWORK=") // as from a clean clone
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range []string{c.entry, "/batch"} {
		program, err := elf.Open(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if libraries, err := program.ImportedLibraries(); err != nil || len(libraries) > 0 {
			t.Errorf("%s wants %v, %v", name, libraries, err)
		}
		for _, p := range program.Progs {
			if p.Type == elf.PT_INTERP {
				t.Errorf("%s wants a loader", name)
			}
		}
		_ = program.Close()
	}
	data := filepath.Join(root, "data")
	for folder, mode := range map[string]os.FileMode{data: 0o700, filepath.Join(root, "tmp"): 0o700} {
		if err := os.Mkdir(folder, mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(folder, int(c.uid), int(c.gid)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(root, 0o555); err != nil {
		t.Fatal(err)
	}
	c.serve(t, root)
	if _, err := os.Stat(filepath.Join(data, "fichier.db")); err != nil {
		t.Error(err)
	}
}

// inside is a program of the image.
func (c *container) inside(root string, address string, args ...string) *exec.Cmd {
	cmd := &exec.Cmd{Path: args[0], Args: args, Dir: "/", Env: append([]string{"FICHIER_ORIGIN=https://fichier.example.fr"}, c.env...)}
	for i, v := range cmd.Env {
		if strings.HasPrefix(v, "FICHIER_ADDR=") { // a free port of the machine
			cmd.Env[i] = "FICHIER_ADDR=" + address
		}
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: c.uid, Gid: c.gid}}
	return cmd
}

// serve starts the server, asks it whether it is well as the image does, has a backup
// made, and stops it.
func (c *container) serve(t *testing.T, root string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	server := c.inside(root, address, c.entry)
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	defer func() { _ = server.Process.Kill() }()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		answer, err := http.Get("http://" + address + "/healthz")
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				break
			}
		}
		select {
		case err := <-ended:
			t.Fatalf("the server ended: %v", err)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("the server does not answer: %v", err)
		}
	}
	for _, args := range [][]string{{c.entry, "health"}, {"/batch", "export", "-data", "/data", "-out", "/data/sauvegarde"}} {
		if out, err := c.inside(root, address, args...).CombinedOutput(); err != nil {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the server stopped badly: %v", err)
		}
	case <-time.After(time.Minute):
		t.Error("the server does not stop")
	}
}
