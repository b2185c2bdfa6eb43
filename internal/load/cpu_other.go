//go:build !unix

package load

import "time"

// Spent answers the time that all processors have worked for this process; here it is not known.
func Spent() (time.Duration, bool) { return 0, false }
