package vouch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"accede/body"
	"accede/form"
)

// FileFormat is the first line of a file of providers.
const FileFormat = "providers/1"

// MaxProviders is how many providers a file may name.
const MaxProviders = 16

// Choice is what the operator has written down about one provider.
type Choice struct {
	ID       form.Text  `form:"id,required" doc:"Names the provider in addresses: lower case, digits and hyphens."`
	Name     body.Names `form:"name,required" doc:"What people know the provider by."`
	Issuer   form.Text  `form:"issuer,required" doc:"The provider's own name of itself: https:// and an address, exactly as it says it."`
	Client   string     `form:"client,required" doc:"The id under which this server is known to the provider."`
	Secret   string     `form:"secret" doc:"A file that holds the client's secret. Without it none is sent: the proof key alone shows that the answer is ours."`
	Scopes   []string   `form:"scopes" doc:"What is asked for beside openid, such as groups."`
	Networks []string   `form:"networks" doc:"Private networks in which the provider may lie, such as 10.1.2.0/24; on these it may speak http://. Without it the provider is on the public internet, over TLS."`
	Readers  []Rule     `form:"readers" doc:"Who reads for which party. The first that holds counts; nobody else gets in but who was invited."`

	allow []netip.Prefix
}

// Rule lets whoever the provider says something about read for a party.
type Rule struct {
	Claim  string    `form:"claim" doc:"What the provider says: sub (the default), email, or a claim with a text or a list of texts, such as groups."`
	Is     form.Text `form:"is,required" doc:"What it has to be, or to have in its list, exactly."`
	Party  form.Text `form:"party,required" doc:"The party for which it lets somebody read."`
	Holder string    `form:"holder" doc:"The person, by an id of the party's choosing. Without it one is made from what the provider calls the person."`
}

type file struct {
	Accede    string   `form:"accede,required" enum:"providers/1"`
	Providers []Choice `form:"providers,required"`
}

var (
	idForm     = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)
	holderForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,62}$`)
)

// ReadFile reads a file of providers; known says whether a party is one of the body's. The error is form.Faults, with the
// place of each.
func ReadFile(name string, data []byte, known func(body.MemberID) bool) ([]Choice, error) {
	var f file
	if err := form.Decode(name, data, &f); err != nil {
		return nil, err
	}
	var faults form.Faults
	fault := func(at form.Place, text string, args ...any) {
		faults = append(faults, &form.Fault{Place: at, Text: fmt.Sprintf(text, args...)})
	}
	if len(f.Providers) > MaxProviders {
		fault(f.Providers[MaxProviders].ID.Place, "%d providers; at most %d are taken", len(f.Providers), MaxProviders)
	}
	seen := map[string]bool{}
	for i := range f.Providers {
		c := &f.Providers[i]
		if !idForm.MatchString(c.ID.Value) || seen[c.ID.Value] {
			fault(c.ID.Place, "the id %q: lower case, digits and hyphens, and no other provider's", c.ID.Value)
		}
		seen[c.ID.Value] = true
		if err := c.readAddresses(); err != nil {
			fault(c.Issuer.Place, "%v", err)
		}
		for _, r := range c.Readers {
			if !known(body.MemberID(r.Party.Value)) {
				fault(r.Party.Place, "%q is neither a member, an applicant nor an office of this body", r.Party.Value)
			}
			if r.Holder != "" && !holderForm.MatchString(r.Holder) {
				fault(r.Is.Place, "the person %q: lower case, digits, points and hyphens", r.Holder)
			}
		}
	}
	if len(faults) > 0 {
		return nil, faults.InOrder()
	}
	return f.Providers, nil
}

// readAddresses reads the networks and checks the issuer against them.
func (c *Choice) readAddresses() error {
	for _, text := range c.Networks {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return fmt.Errorf("the network %q: an address and a length, such as 10.1.2.0/24", text)
		}
		c.allow = append(c.allow, p.Masked())
	}
	if err := c.mayBeAt(c.Issuer.Value); err != nil {
		return fmt.Errorf("the issuer %q: %w", c.Issuer.Value, err)
	}
	return nil
}

var errAddress = errors.New("https:// and a host, without a user, a query or a fragment; http:// only where networks are named")

// mayBeAt says whether an address may be one of the provider. Whether it leads to a private network is seen when it is
// connected to.
func (c *Choice) mayBeAt(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && (u.Scheme != "http" || len(c.allow) == 0) {
		return errAddress
	}
	return nil
}

// Mark answers a text that is another whenever anything is another that was written down about the provider: who was let
// in by it then is not let in by it now.
func (c *Choice) Mark() string {
	h := sha256.New()
	fmt.Fprintf(h, "accede/provider/1\n%q %q %q %q %q", c.ID.Value, c.Issuer.Value, c.Client, c.Scopes, c.Networks)
	for _, r := range c.Readers {
		fmt.Fprintf(h, "\n%q %q %q %q", r.Claim, r.Is.Value, r.Party.Value, r.Holder)
	}
	return c.ID.Value + " " + hex.EncodeToString(h.Sum(nil)[:8])
}

// Reader is somebody who reads for a party.
type Reader struct {
	Party  body.MemberID
	Holder string
}

// Reader answers for whom the operator lets somebody read because of what the provider says of them; false: for nobody.
// An address of mail counts only where the provider says that it has verified it.
func (c *Choice) Reader(t Told) (Reader, bool) {
	for _, r := range c.Readers {
		if !r.holds(t) {
			continue
		}
		holder := r.Holder
		if holder == "" {
			h := sha256.Sum256([]byte("accede/vouched/1\n" + t.Issuer + "\n" + t.Subject))
			holder = c.ID.Value + "-" + hex.EncodeToString(h[:8])
		}
		return Reader{body.MemberID(r.Party.Value), holder}, true
	}
	return Reader{}, false
}

func (r Rule) holds(t Told) bool {
	claim := strings.TrimSpace(r.Claim)
	switch claim {
	case "", "sub":
		return t.Subject == r.Is.Value
	case "email":
		if verified, _ := t.claims["email_verified"].(bool); !verified {
			return false
		}
	}
	switch v := t.claims[claim].(type) {
	case string:
		return v == r.Is.Value
	case []any:
		return slices.Contains(v, any(r.Is.Value))
	}
	return false
}
