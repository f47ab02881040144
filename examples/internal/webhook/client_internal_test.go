package webhook

import (
	"net/http"
	"testing"
	"time"
)

// A proxy of the environment would make the connection, and look at no address.
func TestNoProxy(t *testing.T) {
	transport, ok := newClient(time.Second).Transport.(*http.Transport)
	if !ok || transport.Proxy != nil || transport.DialContext == nil || !transport.DisableKeepAlives {
		t.Errorf("%+v", transport)
	}
}
