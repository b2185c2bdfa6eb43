// Package hook hands messages to the addresses of other people's programs: signed, each to the address it was meant for
// and to no machine of the network the server stands in.
//
// It knows signatures of the Standard Webhooks specification, HTTP and which addresses of the internet are public. It
// refuses to know what is told, whether it was told before and when to try again.
package hook
