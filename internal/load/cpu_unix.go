//go:build unix

package load

import (
	"syscall"
	"time"
)

// Spent answers the time that all processors have worked for this process, in the kernel too; false where it is not
// known. The crowd's own is part of what a machine that plays both ends can give.
func Spent() (time.Duration, bool) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, false
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), true
}
