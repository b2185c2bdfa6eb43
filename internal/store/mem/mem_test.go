package mem_test

import (
	"testing"

	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/internal/store/storetest"
)

func TestMemKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) (store.Log, func() store.Log) {
		log := mem.New()
		return log, func() store.Log {
			log = log.Reopen()
			return log
		}
	})
}
