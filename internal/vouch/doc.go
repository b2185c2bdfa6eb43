// Package vouch asks identity providers who is calling, over OpenID Connect: by code, with a proof key, and for one
// question at a time.
//
// It knows the provider's side of that, what the operator has written down about each provider, and which party somebody
// reads for because of what a provider says. It refuses to know sessions, and it refuses to know acts: nobody signs
// because a provider vouches for them.
package vouch
