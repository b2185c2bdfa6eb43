package dossier

import (
	"reflect"
	"slices"
	"time"
)

// plain codes a value that holds nothing but exported fields, lists, maps by words, words, numbers and times: whatever
// other packages let everybody see.
func plain[T any](c *coder, x *T) { c.value(reflect.ValueOf(x).Elem()) }

func (c *coder) value(v reflect.Value) {
	if t, ok := reflect.TypeAssert[*time.Time](v.Addr()); ok {
		c.time(t)
		return
	}
	switch v.Kind() {
	case reflect.String:
		s := v.String()
		word(c, &s)
		v.SetString(s)
	case reflect.Bool:
		b := v.Bool()
		c.bool(&b)
		v.SetBool(b)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n := v.Int()
		if number(c, &n); v.OverflowInt(n) {
			c.refuse("a number that is too large")
			return
		}
		v.SetInt(n)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		n := v.Uint()
		if c.uint(&n); v.OverflowUint(n) {
			c.refuse("a number that is too large")
			return
		}
		v.SetUint(n)
	case reflect.Struct:
		for _, field := range v.Fields() {
			c.value(field)
		}
	case reflect.Slice, reflect.Map, reflect.Pointer:
		c.container(v)
	default:
		c.refuse("a %s, which is not written", v.Type())
	}
}

// container codes what may be nothing.
func (c *coder) container(v reflect.Value) {
	there := !v.IsNil()
	c.bool(&there)
	if !there || c.err != nil {
		v.SetZero()
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		n := c.count(v.Len(), 1)
		if !c.writing {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range n {
			c.value(v.Index(i))
		}
	case reflect.Map:
		c.valueMap(v)
	default:
		if !c.writing {
			v.Set(reflect.New(v.Type().Elem()))
		}
		c.value(v.Elem())
	}
}

func (c *coder) valueMap(v reflect.Value) {
	var keys []string
	for _, k := range v.MapKeys() {
		keys = append(keys, k.String())
	}
	slices.Sort(keys)
	words(c, &keys)
	if !c.writing {
		v.Set(reflect.MakeMapWithSize(v.Type(), len(keys)))
	}
	for i, k := range keys {
		if i > 0 && keys[i-1] >= k {
			c.refuse("keys out of order")
		}
		if c.err != nil {
			return
		}
		key, one := reflect.ValueOf(k).Convert(v.Type().Key()), reflect.New(v.Type().Elem()).Elem()
		if c.writing {
			one.Set(v.MapIndex(key))
		}
		c.value(one)
		if !c.writing {
			v.SetMapIndex(key, one)
		}
	}
}
