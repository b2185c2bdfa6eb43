package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// json answers a value, whole before its first byte is sent: the same bytes as the command line's --json.
func (c *call) json(v any) error { return c.jsonAs(http.StatusOK, v) }

func (c *call) jsonAs(status int, v any) error {
	data, err := encode(v)
	if err != nil {
		return fmt.Errorf("write the answer to %s: %w", c.r.URL.Path, err)
	}
	c.bytes(status, "application/json", data)
	return nil
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

func (c *call) bytes(status int, kind string, data []byte) {
	send(c.w, status, kind, data)
}

func send(w http.ResponseWriter, status int, kind string, data []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	w.Write(data)
}
