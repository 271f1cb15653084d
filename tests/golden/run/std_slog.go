package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"math"
	"os"
	"time"
)

type token string

func (token) LogValue() slog.Value { return slog.StringValue("REDACTED") }

type point struct {
	X, Y int
	s    string
}

type user struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

func (u user) LogValue() slog.Value { return slog.GroupValue(slog.Int("id", u.ID), slog.String("name", u.Name)) }

func main() {
	noTime := func(groups []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey && len(groups) == 0 {
			return slog.Attr{}
		}
		if a.Key == "secret" {
			return slog.String("secret", fmt.Sprint("hidden in ", groups))
		}
		return a
	}
	var level slog.LevelVar
	level.Set(slog.LevelDebug)
	opts := &slog.HandlerOptions{Level: &level, ReplaceAttr: noTime}
	for _, h := range []slog.Handler{slog.NewTextHandler(os.Stdout, opts), slog.NewJSONHandler(os.Stdout, opts)} {
		l := slog.New(h)
		l.Info("hello", "count", 3, "name", "two words", "ok", true)
		l.Debug("types", "f", 1.5, "d", 90*time.Second, "t", time.Date(2024, 2, 3, 4, 5, 6, 789000000, time.UTC), "e", errors.New("boom"), "nil", nil, "u", uint8(7))
		l.Warn("any", "p", point{1, 2, "s"}, "m", map[string]int{"b": 2, "a": 1}, "b", []byte("raw"), "sl", []int{1, 2}, "r", 'x')
		l.Error("bad", "lonely")
		l.Error("bad", 1, 2)
		l.With("svc", "api").WithGroup("req").With("id", 7).Info("grouped", "secret", "s", slog.Group("in", "a", 1, slog.Group("deep", "b", 2)), slog.Group("", "inline", 1))
		l.WithGroup("empty").Info("no attributes")
		l.WithGroup("g").Info("an empty group", slog.Group("none"))
		l.Info("valuers", "tok", token("xyz"), "user", user{1, "Ann"})
		l.Info("quoting \"x\"\n", "k=", "a=b", "uni", "é\u2028\x00", "empty", "", "inf", math.Inf(1))
		l.Log(context.Background(), slog.LevelInfo+2, "custom")
		l.LogAttrs(context.Background(), slog.LevelError+1, "attrs", slog.Int64("i", -1), slog.Uint64("u", 1), slog.Any("a", slog.LevelWarn))
		level.Set(slog.LevelWarn)
		l.Info("not shown")
		fmt.Println(l.Enabled(context.Background(), slog.LevelInfo), level.Level(), &level)
		level.Set(slog.LevelDebug)
	}
	var lv slog.Level
	fmt.Println(lv.UnmarshalText([]byte("warn-3")), lv, lv.UnmarshalText([]byte("x")))
	log.SetFlags(0)
	log.SetOutput(os.Stdout)
	slog.Info("by log", "a", 1, "b", "x y")
	slog.Debug("not shown")
	slog.With("w", 1).WithGroup("g").Warn("more", "k", "v")
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stdout, opts)))
	log.Print("redirected")
	slog.Info("direct")
	fmt.Println(slog.Int("a", 1).Equal(slog.Int("a", 1)), slog.AnyValue(3).Kind(), slog.Group("g", "a", 1), slog.DurationValue(time.Second))
}
