// Labels of goroutines: in contexts, in the goroutine profile, in tracebacks, and what the collector makes of them.
package main

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"runtime"
	"runtime/pprof"
	"strings"
)

func show(ctx context.Context) {
	pprof.ForLabels(ctx, func(key, value string) bool {
		fmt.Printf("%s=%q ", key, value)
		return key != "stop"
	})
	fmt.Println()
}

// shown gives the labels of the goroutine profile's text that mention what.
func shown(what string) []string {
	var text bytes.Buffer
	pprof.Lookup("goroutine").WriteTo(&text, 1)
	var found []string
	for _, line := range strings.Split(text.String(), "\n") {
		if strings.HasPrefix(line, "# labels: ") && strings.Contains(line, what) {
			found = append(found, line)
		}
	}
	return found
}

// header gives the first line of this goroutine's traceback, without its number.
func header() string {
	buf := make([]byte, 4096)
	line, _, _ := strings.Cut(string(buf[:runtime.Stack(buf, false)]), "\n")
	return regexp.MustCompile(`^goroutine \d+ `).ReplaceAllString(line, "")
}

func churn() {
	var keep [][]byte
	for i := range 20000 {
		keep = append(keep[:i%50], make([]byte, 200))
	}
	runtime.GC()
}

func main() {
	bg := context.Background()
	a := pprof.WithLabels(bg, pprof.Labels("k", "1", "b", "2", "k", "3"))
	show(a)
	b := pprof.WithLabels(a, pprof.Labels("a", "x y", "b", "new"))
	show(b)
	show(pprof.WithLabels(b, pprof.Labels()))
	show(pprof.WithLabels(b, pprof.Labels("stop", "", "z", "never")))
	show(bg)
	fmt.Println(pprof.Label(b, "b"))
	fmt.Println(pprof.Label(b, "none"))

	fmt.Println(header())
	pprof.SetGoroutineLabels(b)
	fmt.Println(header())
	fmt.Println(shown("x y"))

	stop, started := make(chan bool), make(chan bool)
	pprof.Do(b, pprof.Labels("job", "inner", "n", fmt.Sprint(len(header()))), func(ctx context.Context) {
		show(ctx)
		for range 3 {
			go func() {
				started <- true
				<-stop
			}()
		}
		fmt.Println(header())
	})
	fmt.Println(header())
	for range 3 {
		<-started
	}
	// Only the goroutines know of their labels now.
	churn()
	churn()
	found := shown("inner")
	fmt.Println(len(found) > 0, found[0])
	close(stop)

	pprof.SetGoroutineLabels(bg)
	fmt.Println(header())
	pprof.SetGoroutineLabels(pprof.WithLabels(bg, pprof.Labels("quoted \"é\n", "\x01", "path", "a/b.c_d")))
	fmt.Println(header())

	defer func() { fmt.Println(recover()) }()
	pprof.Labels("odd")
}
