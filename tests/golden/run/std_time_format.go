package main

import (
	"encoding/json"
	"fmt"
	"time"
)

func main() {
	ny := time.FixedZone("EST", -5*3600)
	odd := time.FixedZone("", 5*3600+45*60+30)
	ts := []time.Time{
		time.Date(2024, 2, 29, 13, 4, 5, 123456789, time.UTC), time.Date(2023, 12, 31, 0, 0, 0, 0, ny), time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999999999, odd),
		time.Date(-5, 3, 4, 5, 6, 7, 8, time.UTC), time.Date(12345, 6, 7, 8, 9, 10, 100000, time.UTC), time.Date(2024, 7, 4, 12, 0, 0, 5000000, time.UTC), {}, time.Unix(0, 0).UTC(), time.Unix(-1, 999).UTC(),
	}
	layouts := []string{time.ANSIC, time.UnixDate, time.RubyDate, time.RFC822, time.RFC822Z, time.RFC850, time.RFC1123, time.RFC1123Z, time.RFC3339, time.RFC3339Nano, time.Kitchen, time.Stamp, time.StampMilli, time.StampMicro, time.StampNano, time.DateTime, time.DateOnly, time.TimeOnly,
		"2006-01-02T15:04:05.000Z07:00", "06/1/2 3:4:5 pm", "Jan _2 2006 002 __2", "Monday Mon January Jan 01 1", "15h 03 3 04 4 05 5", ".0 .00 .999 ,000 ,999999", "05.000 05.999 05,000", "-0700 -07:00 -07 Z0700 Z07:00 Z07 MST", "-07:00:00 -070000 Z07:00:00 Z070000", "PM pm Pm", "20060102150405", "2006 plain text 99", "Januaryx Monx", "_2006 _2", ""}
	for _, t := range ts {
		for _, l := range layouts {
			fmt.Printf("%q\n", t.Format(l))
		}
		fmt.Println(t, t.GoString(), t.Unix(), t.UnixNano() == t.UnixNano(), t.UnixMilli(), t.YearDay(), t.Weekday(), t.Month())
		y, w := t.ISOWeek()
		fmt.Println(y, w, t.IsZero(), t.Truncate(time.Hour), t.Round(time.Minute), t.AddDate(0, 1, 1), t.Add(90*time.Minute), t.IsDST())
		b, err := t.MarshalText()
		fmt.Println(string(b), err)
		j, err := json.Marshal(t)
		fmt.Println(string(j), err)
		bin, err := t.MarshalBinary()
		fmt.Println(bin, err)
		n, off := t.Zone()
		fmt.Println(n, off, t.Location())
	}
	parse := func(l, s string) {
		t, err := time.Parse(l, s)
		fmt.Printf("%q %q %v | %v\n", l, s, t, err)
	}
	for _, s := range []string{"2024-02-29T13:04:05Z", "2024-02-29T13:04:05.123Z", "2024-02-29T13:04:05+05:30", "2023-02-29T13:04:05Z", "2024-13-01T00:00:00Z", "2024-02-30T00:00:00Z", "2024-02-01T24:00:00Z", "2024-02-01T00:60:00Z", "2024-02-01T00:00:60Z", "2024-02-01 00:00:00Z", "2024-02-01T00:00:00", "2024-02-01T00:00:00Zx", "24-02-01T00:00:00Z", "", "2024-2-1T0:0:0Z", "2024-02-29T13:04:05,5Z", "2024-02-29T13:04:05.Z", "2024-02-01T00:00:00+25:00", "2024-02-01T00:00:00+05:60"} {
		parse(time.RFC3339, s)
	}
	parse(time.Kitchen, "3:04PM")
	parse(time.Kitchen, "13:04PM")
	parse(time.Kitchen, "3:04XM")
	parse(time.Kitchen, "12:00AM")
	parse("Jan 2 2006", "Feb 30 2024")
	parse("Jan 2 2006", "Fex 3 2024")
	parse("January _2 2006", "february  3 2024")
	parse("Mon Jan 2 15:04:05 MST 2006", "Thu Feb 29 13:04:05 PST 2024")
	parse("Mon Jan 2 15:04:05 MST 2006", "Xxx Feb 29 13:04:05 PST 2024")
	parse("02 Jan 06 15:04 -0700", "29 Feb 24 13:04 +0130")
	parse("2006-002", "2024-060")
	parse("2006-002", "2023-366")
	parse("2006 __2", "2024  60")
	parse("15:04:05.000", "13:04:05.12")
	parse("15:04:05.000", "13:04:05.1234")
	parse("15:04:05", "13:04:05.1234")
	parse("15:04:05.999", "13:04:05")
	parse("3:04:05 PM", "11:04:05 pm")
	parse("06", "68")
	parse("06", "69")
	parse("Z07:00", "Z")
	parse("Z07:00", "+01:30")
	parse("MST", "CEST")
	parse("MST", "GMT+3")
	parse("MST", "x")
	parse("2006 text", "2024 test")
	parse("2006", "20x4")
	parse("-07", "+5")
	for _, s := range []string{"0", "5s", "1h30m", "-1.5h", "1us2ns", "1µs", "1μs", "100ms", ".5s", "1.", "5", "s", "1x", "", "-", "+5s", "1h-5m", "9223372036854775807ns", "9223372036854775808ns", "-9223372036854775808ns", "3000000h", "1d", "1.0000000001s", "1e3s", " 5s"} {
		d, err := time.ParseDuration(s)
		fmt.Printf("%q %v %v\n", s, d, err)
	}
	for _, d := range []time.Duration{0, 1, 999, 1000, 1001, 1500000, 1e9, 1500 * 1e6, 61 * 1e9, 3600 * 1e9, 3661*1e9 + 5, -5, -1e9, 1<<63 - 1, -1 << 63, 100 * time.Hour, 90 * time.Second, 1234567 * time.Microsecond} {
		fmt.Println(d, d.Hours(), d.Minutes(), d.Seconds(), d.Milliseconds(), d.Microseconds(), d.Nanoseconds(), d.Round(time.Second), d.Truncate(time.Minute), d.Abs(), d.Round(7*time.Millisecond))
		fmt.Printf("%d %s %q %#v %T\n", d, d, d, d, d)
	}
	a, b := ts[0], ts[1]
	fmt.Println(a.Sub(b), b.Sub(a), a.After(b), a.Before(b), a.Equal(a.In(ny)), a == a.In(ny), a.Compare(b), ts[3].Sub(ts[2]), ts[2].Sub(ts[3]))
	fmt.Println(time.Month(13), time.Weekday(8), time.Month(0), time.Date(2024, 14, 35, 25, 61, 61, 1e9, time.UTC))
	fmt.Println(a.In(ny), a.In(odd), a.Local().IsZero(), time.UTC, time.Local.String() != "")
	_, err := time.LoadLocation("No/Where")
	fmt.Println(err)
	var pe *time.ParseError
	_, err = time.Parse("2006", "x")
	pe, _ = err.(*time.ParseError)
	fmt.Printf("%+v\n", *pe)
	var t2 time.Time
	err = t2.UnmarshalText([]byte("2024-02-29T13:04:05.5+02:00"))
	fmt.Println(err, t2)
	fmt.Println(t2.UnmarshalJSON([]byte(`"bad"`)), t2.UnmarshalJSON([]byte(`5`)), t2.UnmarshalBinary([]byte{9}), t2.UnmarshalBinary(nil))
	fmt.Println(time.Unix(1e9, 5).UTC(), time.UnixMilli(-1500).UTC(), time.UnixMicro(1500).UTC())
	loc, err := time.LoadLocation("America/New_York")
	if err == nil {
		for _, t := range []time.Time{time.Date(2024, 3, 10, 1, 59, 59, 0, loc), time.Date(2024, 3, 10, 2, 30, 0, 0, loc), time.Date(2024, 11, 3, 1, 30, 0, 0, loc), time.Date(2060, 7, 1, 0, 0, 0, 0, loc), time.Date(1900, 1, 1, 0, 0, 0, 0, loc)} {
			fmt.Println(t, t.IsDST(), t.UTC(), t.Add(time.Hour))
			s, e := t.ZoneBounds()
			fmt.Println(s, e)
		}
		t, err := time.ParseInLocation("2006-01-02 15:04 MST", "2024-07-01 10:00 EDT", loc)
		fmt.Println(t, err)
	}
}
