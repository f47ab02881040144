package load

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"time"
)

// client sends requests one after the other on a connection that it keeps. It is a
// client of few means, because what it takes of the processors the server lacks: no
// goroutine of its own, requests as bytes.
type client struct {
	address string
	conn    net.Conn
	in      *bufio.Reader
}

// patience bounds an exchange.
const patience = time.Minute

// exchange sends a request, reads the answer to its end, and gives its status.
func (c *client) exchange(ctx context.Context, request []byte) (int, error) {
	if c.conn == nil {
		var d net.Dialer
		conn, err := d.DialContext(ctx, "tcp", c.address)
		if err != nil {
			return 0, err
		}
		c.conn, c.in = conn, bufio.NewReader(conn)
	}
	status, goesOn, err := c.over(request)
	if err != nil || !goesOn {
		c.close()
	}
	return status, err
}

func (c *client) over(request []byte) (status int, goesOn bool, err error) {
	if err := c.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return 0, false, err
	}
	if _, err := c.conn.Write(request); err != nil {
		return 0, false, err
	}
	a, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0, false, err
	}
	defer a.Body.Close()
	_, err = io.Copy(io.Discard, a.Body)
	return a.StatusCode, !a.Close, err
}

func (c *client) close() {
	if c.conn != nil {
		_ = c.conn.Close() // nothing was left to be read or written
		c.conn = nil
	}
}
