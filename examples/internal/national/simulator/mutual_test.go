package simulator_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/envelope"
	"github.com/fichier-unique/rules/examples/internal/national/simulator"
)

// authority makes certificates for a test.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T, name string) *authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := &authority{key: key, cert: &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}}
	der, err := x509.CreateCertificate(rand.Reader, a.cert, a.cert, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return a
}

// issue gives a client its certificate, and the file that goes in the message.
func (a *authority) issue(t *testing.T) (tls.Certificate, []byte) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "G2100"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, a.cert, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// The service behind a door that asks for a client certificate: the same
// certificate opens every service, none or another's opens nothing.
func TestClientCertificate(t *testing.T) {
	ours, theirs := newAuthority(t, "autorité"), newAuthority(t, "inconnue")
	sim, _ := begin(t, simulator.Faults{})
	server := httptest.NewUnstartedServer(sim.Handler())
	pool := x509.NewCertPool()
	pool.AddCert(ours.cert)
	server.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool, MinVersion: tls.VersionTLS12}
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // of doors shut, as they should be
	server.StartTLS()
	defer server.Close()
	roots := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	client := func(with ...tls.Certificate) *http.Client {
		return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: with, MinVersion: tls.VersionTLS12}}}
	}
	right, file := ours.issue(t)
	wrong, _ := theirs.issue(t)
	s := &sender{t: t, sim: sim}
	body := func(rank int) []byte {
		return fileOf(t, rank)
	}
	ctx := context.Background()
	for rank, c := range map[int]*http.Client{1: client(), 2: client(wrong)} {
		if _, err := (national.SOAP{URL: server.URL + "/services", Client: c}).Send(ctx, s.name(), body(rank)); err == nil {
			t.Errorf("client %d passes the door", rank)
		}
	}
	by := national.SOAP{URL: server.URL + "/services", Client: client(right), Certificate: envelope.Attachment{Name: "CERG2100-201506012000.pem", Body: file}}
	if got, err := by.Send(ctx, s.name(), body(3)); err != nil || len(codesOf(t, got)) > 0 {
		t.Errorf("with the right certificate: %v", err)
	}
	plain := national.HTTP{Base: server.URL, Client: client(right)}
	if _, err := plain.Send(ctx, s.name(), body(4)); err != nil || sim.Len() != 2 {
		t.Errorf("the same certificate for files: %v, %d held", err, sim.Len())
	}
}

func fileOf(t *testing.T, rank int) []byte {
	return file(t, demand.FileTypeCRE, "2015-06-01", sne.Record{Form: form(t, rank)})
}
