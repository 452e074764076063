// Command go-results writes what Go's time package makes of many inputs; the tests of this folder compare
// with it: go run go-results.go > go-results.json
package main

import (
	"encoding/json"
	"math/rand"
	"os"
	"strconv"
	"time"
)

var zones = []string{"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "Europe/Istanbul", "America/St_Johns"}
var layouts = []string{time.RFC3339, time.RFC3339Nano, time.RFC822, time.RFC850, time.RFC1123Z, time.Kitchen, time.StampMicro, time.ANSIC, time.UnixDate,
	"Monday Jan _2 2006 __2 002 pm", "06-1-2 3:4:5.000 Z0700 Z07 -07", "Janet Month 2006_2006 .999 ,00 -07:00:00 Z070000", "15h04m05s,999999 20060102T150405.000000000"}

type M = map[string]any

func load(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return l
}
func moment(t time.Time) []any {
	name, off := t.Zone()
	return []any{t.Unix(), t.Nanosecond(), off, name}
}
func main() {
	time.Local = time.UTC
	r := rand.New(rand.NewSource(7))
	out := M{}
	var formats, dates, shifts, rounds, parses, durations []any
	secs := []int64{0, 1, -1, 951782400, 1709210096, 1711846799, 1711846800, 1729994400, 1729990799, 1710053999, 1710054000, 1730613599, 1730613600, 253402300799, -62135596800, -62167219200, 1325239200}
	for i := 0; i < 12; i++ {
		secs = append(secs, r.Int63n(4000000000)-400000000)
	}
	for i, s := range secs {
		ns := []int64{0, 5, 123456789, 120000000, 999999999}[i%5]
		for j := 0; j < 2; j++ {
			z := zones[(i*2+j)%len(zones)]
			t := time.Unix(s, ns).In(load(z))
			if t.Year() < 1990 && t.Year() > 1 && z != "UTC" {
				z = "UTC"
				t = t.UTC()
			}
			if t.Year() < 1900 {
				z = "UTC"
				t = t.UTC()
			}
			var texts []string
			for _, l := range layouts {
				texts = append(texts, t.Format(l))
			}
			formats = append(formats, M{"at": []any{s, ns, z}, "texts": texts, "string": t.String(), "weekday": int(t.Weekday()), "yearDay": t.YearDay()})
		}
	}
	for _, z := range zones {
		for _, f := range [][]int{{2024, 3, 31, 2, 30, 0, 0}, {2024, 3, 10, 2, 30, 0, 0}, {2024, 11, 3, 1, 30, 0, 0}, {2024, 10, 27, 2, 30, 0, 0}, {2011, 12, 30, 12, 0, 0, 0},
			{2024, 14, 35, 25, 61, 61, 2000000001}, {2024, 0, 0, 0, 0, 0, -1}, {2023, -11, -40, -25, -3, -70, 5}, {1, 1, 1, 0, 0, 0, 0}, {2024, 10, 6, 2, 15, 0, 0}, {-5, 2, 29, 0, 0, 0, 0}} {
			if f[0] < 1990 && z != "UTC" {
				continue
			}
			t := time.Date(f[0], time.Month(f[1]), f[2], f[3], f[4], f[5], f[6], load(z))
			dates = append(dates, M{"fields": f, "zone": z, "is": moment(t)})
		}
	}
	for i := 0; i < 40; i++ {
		z := zones[r.Intn(len(zones))]
		t := time.Unix(r.Int63n(2000000000)+700000000, 0).In(load(z))
		d := []int{r.Intn(9) - 4, r.Intn(60) - 30, r.Intn(800) - 400}
		shifts = append(shifts, M{"at": []any{t.Unix(), z}, "by": d, "is": moment(t.AddDate(d[0], d[1], d[2]))})
	}
	for i := 0; i < 40; i++ {
		s, ns := r.Int63n(4000000000)-1000000000, r.Int63n(1000000000)
		if i%7 == 0 {
			ns = 500000000
		}
		if i%10 == 9 {
			s -= 70000000000
		}
		d := []time.Duration{time.Second, time.Minute, time.Hour, 24 * time.Hour, 7, 1500 * time.Millisecond, 0, -5, 7 * 24 * time.Hour}[r.Intn(9)]
		t := time.Unix(s, ns).UTC()
		rounds = append(rounds, M{"at": []any{s, ns}, "by": d.Nanoseconds(), "round": moment(t.Round(d)), "truncate": moment(t.Truncate(d))})
	}
	for _, c := range [][]string{
		{time.RFC3339, "2024-02-29T12:30:45Z", ""}, {time.RFC3339, "2024-02-29T12:30:45+02:00", ""}, {time.RFC3339, "2024-02-29T12:30:45.123456789-03:30", ""},
		{time.RFC3339, "2024-02-29T12:30:45.1Z", ""}, {time.RFC3339, "2023-02-29T12:30:45Z", ""}, {time.RFC3339, "2024-13-01T00:00:00Z", ""}, {time.RFC3339, "2024-01-01", ""},
		{time.RFC3339, "2024-01-01T24:00:00Z", ""}, {time.RFC3339, "2024-01-01T00:60:00Z", ""}, {time.RFC3339, "2024-01-01T00:00:00Zx", ""}, {time.RFC3339Nano, "2024-01-01T00:00:00,5Z", ""},
		{time.DateTime, "2024-07-01 10:00:00", ""}, {time.DateTime, "2024-07-01 10:00:00", "America/New_York"}, {time.DateTime, "2024-11-03 01:30:00", "America/New_York"}, {time.DateTime, "2024-03-10 02:30:00", "America/New_York"},
		{time.DateOnly, "2024-07-01", "Europe/Berlin"}, {time.TimeOnly, "10:11:12", ""}, {time.Kitchen, "3:04PM", ""}, {time.Kitchen, "12:04AM", ""}, {time.Kitchen, "12:04PM", ""}, {time.Kitchen, "13:04PM", ""}, {time.Kitchen, "3:04pm", ""},
		{time.RFC822, "02 Jan 06 15:04 EST", "America/New_York"}, {time.RFC822, "02 Jul 06 15:04 EDT", "America/New_York"}, {time.RFC822, "02 Jul 06 15:04 EST", "America/New_York"}, {time.RFC822, "02 Jan 06 15:04 PST", "America/New_York"}, {time.RFC822, "02 Jan 69 15:04 UTC", ""}, {time.RFC822, "02 jan 06 15:04 MST", ""},
		{time.RFC822Z, "02 Jan 06 15:04 -0700", ""}, {time.RFC822Z, "02 Jan 06 15:04 -0500", "America/New_York"}, {time.RFC850, "Monday, 02-Jan-06 15:04:05 CET", "Europe/Berlin"}, {time.RFC1123, "Tue, 10 Nov 2009 23:00:00 GMT", ""}, {time.RFC1123Z, "Tue, 10 Nov 2009 23:00:00 +0100", "Europe/Berlin"},
		{time.ANSIC, "Thu Feb  4 21:00:57 2010", ""}, {time.ANSIC, "Thu Feb 4 21:00:57 2010", ""}, {time.ANSIC, "THU FEB 4 21:00:57 2010", ""}, {time.ANSIC, "Thu      Feb 4 21:00:57 2010", ""}, {time.ANSIC, "Thu Feb 4 21:00:57.012 2010", ""}, {time.ANSIC, "Thu Feb 4 21:00:57.0123456789123 2010", ""},
		{time.Stamp, "Jan  5 01:02:03", ""}, {time.StampMilli, "Jan  5 01:02:03.123", ""}, {time.StampMilli, "Jan  5 01:02:03.12", ""},
		{"2006-01-02T15:04:05.000Z", "2024-05-06T07:08:09.010Z", ""}, {"2006-002", "2024-060", ""}, {"2006-002", "2023-060", ""}, {"2006-002", "2023-366", ""}, {"2006-01-02 002", "2024-02-29 060", ""}, {"2006-01-02 002", "2024-02-28 060", ""}, {"2006 __2", "2024   5", ""},
		{"January 2, 2006", "May 1, 2024", ""}, {"January 2, 2006", "Maybe 1, 2024", ""}, {"2 Jan 2006 MST", "5 Aug 2024 +03", ""}, {"2 Jan 2006 MST", "5 Aug 2024 ChST", ""}, {"2 Jan 2006 MST", "5 Aug 2024 ABCDE", ""}, {"2 Jan 2006 MST", "5 Aug 2024 ABCDT", ""}, {"2 Jan 2006 MST", "5 Aug 2024 AB", ""}, {"2 Jan 2006 MST", "5 Aug 2024 WITA", ""},
		{"15:04 Z07", "10:00 Z", ""}, {"15:04 Z07", "10:00 +05", ""}, {"15:04 -07:00:00", "10:00 +05:30:15", ""}, {"15:04 -07:00", "10:00 +25:00", ""}, {"15:04 -07:00", "10:00 05:00", ""}, {"15:04 Z070000", "10:00 -010203", ""},
		{"2006-01-02", "2024-00-10", ""}, {"2006-01-02", "2024-01-00", ""}, {"2006-01-02", "2024-04-31", ""}, {"2006-1-2", "2024-1-7", ""}, {"2006-1-2", "2024-01-07", ""}, {"2006-01-02", "2024-1-7", ""}, {"06-1-2", "70-12-31", ""}, {"", "", ""}, {"", "x", ""}, {"abc", "abc", ""}, {"15:04:05.999", "10:11:12", ""}, {"15:04:05.999", "10:11:12.5", ""}, {"15:04:05.000", "10:11:12.5", ""}, {"04:05 pm", "10:20 am", ""}, {"3pm", "11am", ""}, {"3pm", "12pm", ""}, {"2 2006", "5    2024", ""}, {"2 2006", "5 2024 ", ""},
	} {
		var t time.Time
		var err error
		if c[2] == "" {
			t, err = time.Parse(c[0], c[1])
		} else {
			t, err = time.ParseInLocation(c[0], c[1], load(c[2]))
		}
		p := M{"layout": c[0], "text": c[1], "zone": c[2]}
		if err == nil {
			p["is"] = moment(t)
		}
		parses = append(parses, p)
	}
	for _, s := range []string{"0", "1s", "1h30m", "-1.5h", "+5s", "250ms", "1.5s", "100us", "100µs", "3ns", "1h15m30.918273645s", ".5s", "5.s", "", "abc", "3", "-", "1s1", "9223372036854775807ns", "9223372036854775808ns", "-9223372036854775808ns", "2562047h47m16.854775807s", "2562048h", "0.000000001s", "1.9ns", "1x", "1 s"} {
		p := M{"text": s}
		if d, err := time.ParseDuration(s); err == nil {
			p["nanos"] = strconv.FormatInt(d.Nanoseconds(), 10)
			p["string"] = d.String()
			p["hours"] = d.Hours()
			p["seconds"] = d.Seconds()
			p["millis"] = d.Milliseconds()
		}
		durations = append(durations, p)
	}
	out["layouts"] = layouts
	out["formats"], out["dates"], out["shifts"], out["rounds"], out["parses"], out["durations"] = formats, dates, shifts, rounds, parses, durations
	// One case a line; 64-bit numbers are texts.
	w := os.Stdout
	w.WriteString("{\n")
	first := true
	for _, k := range []string{"layouts", "formats", "dates", "shifts", "rounds", "parses", "durations"} {
		if !first {
			w.WriteString(",\n")
		}
		first = false
		w.WriteString("  \"" + k + "\": [\n")
		b, _ := json.Marshal(out[k])
		var items []json.RawMessage
		json.Unmarshal(b, &items)
		for i, it := range items {
			w.WriteString("    ")
			w.Write(it)
			if i < len(items)-1 {
				w.WriteString(",")
			}
			w.WriteString("\n")
		}
		w.WriteString("  ]")
	}
	w.WriteString("\n}\n")
}
