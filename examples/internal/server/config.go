package server

import (
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/examples/internal/accounts"
)

// Config is what a server is told.
type Config struct {
	Addr      string // where it listens
	Origin    string // how browsers see it; none: http and Addr
	Data      string // its folder
	DB        string // address of a PostgreSQL store; none: SQLite in Data
	Charter   string // name of a shipped charter, or a file; none: the one of the demonstration
	Demo      bool   // sample partners, accounts and demands, and a door without password: on this machine only
	Metrics   string // address of the metrics; none: no metrics
	SMTP      string // host:port of a server of mail; none: a folder
	MailFrom  string
	Operator  string // who runs the file: at the foot of the pages
	Contact   string
	Mediation string // address of the mediation commission, for the attestations
	National  string // folder of the transfers to the national system; none: Data/national
	// NationalURL is where the national system, or its simulator, takes files; none:
	// no transfer. NationalDesk is the desk of the manager in the names of the files.
	NationalURL  string
	NationalDesk string
	Providers    string        // file of the OpenID Connect providers of the organisations; none: local accounts alone
	Breached     string        // file of the SHA-1 of stolen passwords, sorted; none: the common ones alone are refused
	Outlines     string        // GeoJSON file of the outlines of territories, for the maps; none: tiles
	OutlinesCode string        // property of the file that holds the code of a territory
	OutlinesBy   string        // whom the outlines come from: written under the maps
	Proxies      string        // addresses of the proxies before the server, separated by commas
	APIRate      int           // requests a minute of each token of the interface; 0: no limit
	DiskReserve  int64         // mebibytes of the disk that documents of applicants leave free; 0: none
	LogFormat    string        // text or json
	StopWithin   time.Duration // how long requests under way may take at the stop

	Key          []byte // 32 bytes; none: made and kept in Data
	SMTPUser     string
	SMTPPassword string
	Now          func() time.Time // none: the clock of the machine
	Version      string
}

// Read makes a configuration from flags, then from the environment for what no
// flag gives: FICHIER_ADDR, FICHIER_DATA, FICHIER_DB and so on. Secrets have no
// flag: a list of processes shows flags.
func Read(args []string, env func(string) string, out io.Writer) (Config, error) {
	var c Config
	set := flag.NewFlagSet("server", flag.ContinueOnError)
	set.SetOutput(out)
	set.Usage = func() {
		fmt.Fprint(out, usage)
		set.PrintDefaults()
	}
	text := func(to *string, name, fallback, usage string) {
		if v := env("FICHIER_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))); v != "" {
			fallback = v
		}
		set.StringVar(to, name, fallback, usage)
	}
	text(&c.Addr, "addr", "127.0.0.1:8080", "adresse d'écoute")
	text(&c.Origin, "origin", "", "adresse vue par les navigateurs, https://… derrière un mandataire TLS")
	text(&c.Data, "data", "data", "dossier du serveur")
	// Its default is not that of the environment, which -h and a wrong flag would show.
	set.StringVar(&c.DB, "db", "", "base PostgreSQL, postgres://… ; sans elle, SQLite dans le dossier ; avec un mot de passe, par FICHIER_DB")
	text(&c.Charter, "charter", "", "charte : un nom livré ou un fichier ; sans elle, la charte de démonstration")
	text(&c.Metrics, "metrics", "", "adresse des mesures, par exemple 127.0.0.1:9090")
	text(&c.SMTP, "smtp", "", "serveur de courrier, hôte:port ; sans lui, les courriers vont dans un dossier")
	text(&c.MailFrom, "mail-from", "ne-pas-repondre@localhost", "adresse d'expédition des courriers")
	text(&c.Operator, "operator", "Fichier partagé de la demande", "qui tient le fichier, au pied des pages")
	text(&c.Contact, "contact", "", "où trouver de l'aide, au pied des pages")
	text(&c.Mediation, "mediation", "", "adresse de la commission de médiation, sur les attestations")
	text(&c.National, "national", "", "dossier des transferts au système national")
	text(&c.NationalURL, "national-url", "", "adresse du système national ou de son simulateur ; sans elle, pas de transfert")
	text(&c.NationalDesk, "national-desk", "G0000", "guichet du gestionnaire dans les noms des fichiers transférés")
	text(&c.Providers, "providers", "", "fichier JSON des fournisseurs d'identité (OpenID Connect) des organisations")
	text(&c.Breached, "breached", "", "liste triée des SHA-1 de mots de passe volés, que personne ne pourra choisir")
	text(&c.Outlines, "outlines", "", "contours des communes en GeoJSON, pour les cartes de l'observatoire ; sans eux, des cases")
	text(&c.OutlinesCode, "outlines-code", "code", "propriété de ces contours qui porte le code de l'Insee")
	text(&c.OutlinesBy, "outlines-credit", "", "à qui sont ces contours, écrit sous chaque carte")
	text(&c.Proxies, "proxies", "", "adresses des mandataires placés devant le serveur, par exemple 10.0.0.0/8,127.0.0.1/32")
	rate, reserve := "6000", "512"
	text(&reserve, "disk-reserve", reserve, "mébioctets du disque que les documents des demandeurs laissent libres ; 0 : aucun")
	text(&rate, "api-rate", rate, "requêtes par minute de chaque jeton de l'interface ; 0 : sans limite")
	text(&c.LogFormat, "log", "text", "forme du journal technique : text ou json")
	set.BoolVar(&c.Demo, "demo", false, "partenaires, comptes et demandes d'exemple, sur cette machine seulement")
	set.DurationVar(&c.StopWithin, "stop-within", 20*time.Second, "temps laissé aux requêtes en cours à l'arrêt")
	if err := set.Parse(args); err != nil {
		return c, err
	}
	if set.NArg() > 0 {
		return c, fmt.Errorf("« %s » n'est pas attendu : voir -h", set.Arg(0))
	}
	if err := c.bound(rate, reserve); err != nil {
		return c, err
	}
	if err := c.secrets(env); err != nil {
		return c, err
	}
	return c, c.check()
}

// bound reads the limits.
func (c *Config) bound(rate, reserve string) error {
	var err error
	if c.APIRate, err = strconv.Atoi(rate); err != nil || c.APIRate < 0 || c.APIRate > maxRate {
		return fmt.Errorf("-api-rate %q : donner un nombre de requêtes par minute, ou 0 pour aucune limite", rate)
	}
	if c.DiskReserve, err = strconv.ParseInt(reserve, 10, 32); err != nil || c.DiskReserve < 0 {
		return fmt.Errorf("-disk-reserve %q : donner un nombre de mébioctets, ou 0 pour aucun", reserve)
	}
	return nil
}

// secrets reads from the environment what a list of processes would show.
func (c *Config) secrets(env func(string) string) error {
	if hasPassword(c.DB) {
		return errors.New("-db contient un mot de passe, qu'une liste de processus montre : donner l'adresse par la variable FICHIER_DB")
	}
	if c.DB == "" {
		c.DB = env("FICHIER_DB")
	}
	c.SMTPUser, c.SMTPPassword = env("FICHIER_SMTP_USER"), env("FICHIER_SMTP_PASSWORD")
	k := env("FICHIER_KEY")
	if k == "" {
		return nil
	}
	var err error
	if c.Key, err = hex.DecodeString(k); err != nil || len(c.Key) != 32 {
		return errors.New("FICHIER_KEY n'est pas une clé de 64 chiffres hexadécimaux : en faire une avec « openssl rand -hex 32 »")
	}
	return nil
}

// hasPassword reports an address of PostgreSQL that holds a password, written as an
// address or as words.
func hasPassword(db string) bool {
	u, err := url.Parse(db)
	if err == nil && u.User != nil {
		if _, set := u.User.Password(); set {
			return true
		}
	}
	return strings.Contains(strings.ToLower(db), "password=")
}

// usage begins the help: what follows it are the flags.
const usage = `server : un fichier partagé de la demande de logement social.

Autres commandes, chacune avec son aide (-h) : load mesure le serveur, simulator joue
le système national, conformance donne des échanges à essayer, health dit s'il répond, rebuild refait
les listes des demandes d'après le journal.

Réglages ; la variable FICHIER_ et le nom en capitales les donne aussi (FICHIER_MAIL_FROM) :
`

// maxRate is above what any machine answers in a minute.
const maxRate = 100_000_000

func (c *Config) check() error {
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return fmt.Errorf("l'adresse d'écoute %q n'est pas de la forme hôte:port", c.Addr)
	}
	if err := c.checkOrigin(host); err != nil {
		return err
	}
	if c.Demo && !loopback(host) {
		return errors.New("-demo ouvre des comptes sans mot de passe : il n'est admis que sur une adresse de cette machine, telle que 127.0.0.1:8080")
	}
	if c.Demo && c.Contact == "" {
		c.Contact = "Maison de la démonstration, 2 place de l’Exemple, 21000 Dijon"
	}
	if c.Demo && c.Mediation == "" {
		c.Mediation = "Commission de médiation de la démonstration, 1 place de l’Exemple, 21000 Dijon"
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		return fmt.Errorf("-log %s : donner text ou json", c.LogFormat)
	}
	return nil
}

// checkOrigin wants to know how browsers see a server that others than this machine reach.
func (c *Config) checkOrigin(host string) error {
	if c.Origin == "" {
		if !loopback(host) {
			return errors.New("le serveur écoute au-delà de cette machine : dire par -origin l'adresse https:// que voient les navigateurs")
		}
		c.Origin = "http://" + c.Addr
	}
	if u, err := url.Parse(c.Origin); err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Scheme != "https" && u.Scheme != "http" {
		return fmt.Errorf("-origin %q : donner l'adresse que voient les navigateurs, sans rien après l'hôte, telle que https://fichier.example.fr", c.Origin)
	}
	return nil
}

// identity reads the providers and the proxies.
func (c *Config) identity() (providers []accounts.Provider, proxies []netip.Prefix, err error) {
	if c.Providers != "" {
		text, err := os.ReadFile(c.Providers)
		if err != nil {
			return nil, nil, fmt.Errorf("-providers : %w", err)
		}
		if providers, err = accounts.ReadProviders(text); err != nil {
			return nil, nil, fmt.Errorf("-providers : %w", err)
		}
	}
	for text := range strings.SplitSeq(c.Proxies, ",") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, nil, fmt.Errorf("-proxies : « %s » n'est pas de la forme 10.0.0.0/8", text)
		}
		proxies = append(proxies, p)
	}
	return providers, proxies, nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// loadCharter reads the charter that is asked for.
func (c *Config) loadCharter() (*charter.Charter, error) {
	if c.Charter == "" {
		return parsed("démonstration", demoCharter)
	}
	if ch, ok := charter.Named(c.Charter); ok {
		return ch, nil
	}
	text, err := os.ReadFile(c.Charter)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("la charte %q n'est ni un fichier ni l'une des chartes livrées : %s", c.Charter, strings.Join(charter.Names(), ", "))
	}
	if err != nil {
		return nil, err
	}
	return parsed(c.Charter, text)
}

func parsed(name string, text []byte) (*charter.Charter, error) {
	ch, faults := charter.Load(text)
	if faults.Blocking() {
		return nil, fmt.Errorf("la charte %s est refusée (%s) : « batch decide -charter FICHIER » dit chaque raison avec sa ligne", name, faults.Codes())
	}
	return ch, nil
}

const keyFile = "server.key"

// key reads the key of the server, or makes it at the first start.
func (c *Config) key(random io.Reader) ([]byte, error) {
	if c.Key != nil {
		return c.Key, nil
	}
	name := filepath.Join(c.Data, keyFile)
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		key := make([]byte, 32)
		if _, err := io.ReadFull(random, key); err != nil {
			return nil, err
		}
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return nil, err
		}
		if _, err := f.WriteString(hex.EncodeToString(key) + "\n"); err != nil {
			return nil, errors.Join(err, f.Close())
		}
		return key, errors.Join(f.Sync(), f.Close())
	}
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != 32 {
		return nil, fmt.Errorf("%s n'est pas une clé : la reprendre d'une sauvegarde, ou l'ôter pour en faire une autre (les seconds facteurs et les secrets des appels aux partenaires seront à refaire)", name)
	}
	return key, nil
}
