package suite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// What a child is told.
const (
	childAddress = "FICHIER_STORE_CHILD"      // what to open
	childRank    = "FICHIER_STORE_CHILD_RANK" // of its first act
)

// Child makes a test program write acts until it is killed, when it was started
// by Kills; else it returns at once. TestMain calls it first.
func Child(open func(ctx context.Context, address string) (store.Store, error)) {
	address := os.Getenv(childAddress)
	if address == "" {
		return
	}
	rank, err := strconv.Atoi(os.Getenv(childRank))
	if err != nil {
		panic(err)
	}
	s, err := open(context.Background(), address)
	if err != nil {
		panic(err)
	}
	time.AfterFunc(2*time.Minute, func() { os.Exit(3) }) // nobody killed it
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				mu.Lock()
				n := rank
				rank++
				mu.Unlock()
				tell(n, second(s.Write(context.Background(), Act(n))))
			}
		})
	}
	wg.Wait()
}

// tell says how an act ended, in one write: a line is whole, or not there.
func tell(n int, err error) {
	switch {
	case err == nil:
		fmt.Println(n)
	case !errors.Is(err, store.ErrUnknown):
		fmt.Println(-n)
		time.Sleep(10 * time.Millisecond)
	}
}

// Kills starts a program that writes acts and says which are written, kills it at
// any moment, and opens the store again: every act it told is there, none is
// there by half. kill, when it is not nil, kills something else first.
func Kills(t *testing.T, rounds int, address string, open Opener, kill func(round int)) {
	rank := 1
	for round := range rounds {
		told := runChild(t, address, rank, round, kill)
		s := open(t)
		refused := 0
		for _, n := range told {
			if n > 0 {
				CheckWhole(t, s, n, nil)
				continue
			}
			CheckWhole(t, s, -n, errRefused)
			refused++
		}
		checkConsistent(t, s)
		t.Logf("round %d: %d acts told written, %d told refused, %d are in the store", round, len(told)-refused, refused, counts(t, s)["demands"])
		if len(told) == refused {
			t.Errorf("round %d: killed before any act", round)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		rank += 1_000_000 / rounds
	}
}

var errRefused = errors.New("refused")

// runChild gives the ranks of the acts that a child told written before it was
// killed, and those it told refused, negative.
func runChild(t *testing.T, address string, rank, round int, kill func(int)) []int {
	t.Helper()
	command := exec.Command(os.Args[0], "-test.run=^$")
	command.Env = append(os.Environ(), childAddress+"="+address, childRank+"="+strconv.Itoa(rank))
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	var told []int
	lines := bufio.NewReader(out)
	killed := make(chan struct{})
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		n, err := strconv.Atoi(line[:len(line)-1])
		if err != nil {
			t.Fatalf("the program wrote %q", line)
		}
		told = append(told, n)
		if len(told) == 1 {
			time.AfterFunc(time.Duration(20+37*round)*time.Millisecond, func() {
				defer close(killed)
				if kill != nil {
					kill(round)
					time.Sleep(200 * time.Millisecond) // it may go on after that
				}
				_ = command.Process.Kill() // it may have ended by itself: its output tells
			})
		}
	}
	if len(told) > 0 {
		<-killed
	}
	_ = command.Wait() // it was killed: that is its state
	return told
}
