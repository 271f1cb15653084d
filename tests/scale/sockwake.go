// A goroutine that waits for a socket: how long after the write it runs, with all else idle, and how many exchanges a second two can have.
package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sort"
	"time"
)

const (
	Rounds    = 1000
	Exchanges = 30000
)

func pair() (net.Conn, net.Conn) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer l.Close()
	a, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		panic(err)
	}
	b, err := l.Accept()
	if err != nil {
		panic(err)
	}
	return a, b
}

func main() {
	a, b := pair()
	origin := time.Now()
	late := make([]int, 0, Rounds)
	done := make(chan bool)
	go func() {
		var buf [8]byte
		for range Rounds {
			io.ReadFull(b, buf[:])
			late = append(late, int(time.Since(origin))-int(binary.LittleEndian.Uint64(buf[:])))
		}
		close(done)
	}()
	for range Rounds {
		time.Sleep(500 * time.Microsecond)
		a.Write(binary.LittleEndian.AppendUint64(nil, uint64(time.Since(origin))))
	}
	<-done
	sort.Ints(late)
	fmt.Println("metric wake_p50_ns", late[Rounds/2])
	fmt.Println("metric wake_p99_ns", late[Rounds*99/100])
	go io.Copy(b, struct{ io.Reader }{b})
	var buf [8]byte
	start := time.Now()
	for range Exchanges {
		a.Write(buf[:])
		io.ReadFull(a, buf[:])
	}
	fmt.Println("metric exchange_ns", int(time.Since(start))/Exchanges)
}
