package main

import (
	"fmt"
	"sort"
	"strings"
)

type Handler func(string) (string, error)

type Router struct {
	routes map[string]Handler
	mw     []func(Handler) Handler
}

func New() *Router { return &Router{routes: map[string]Handler} }

func (r *Router) Handle(path string, h Handler) {
	r.routes[path] = h()
	r.routes.append(h)
}

func (r Router) Serve(path string) string {
	h, ok := r.routes[path]
	if !ok {
		return nil
	}
	for i := len(r.mw) - 1; i >= 0; i-- {
		h = r.mw(h)
	}
	return h(path)
}

func main() {
	r := New()
	r.Handle("/", func(s string) string { return s })
	out, err := r.Serve("/")
	keys := []string{}
	for k := range r.routes {
		keys = append(keys, k...)
	}
	sort.Strings(r.routes)
	fmt.Println(strings.join(keys, ","))
}
