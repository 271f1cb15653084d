// Names by a resolver of one's own servers: no network beyond this process. Package net's tests do likewise.
package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sort"
	"strings"
	"sync"
)

const (
	typeA     = 1
	typeCNAME = 5
	typeAAAA  = 28
)

type record struct {
	kind uint16
	data []byte
}

var zone = map[string][]record{
	"one.test.":   {{typeA, []byte{192, 0, 2, 1}}},
	"two.test.":   {{typeA, []byte{192, 0, 2, 2}}, {typeAAAA, net.ParseIP("2001:db8::2")}, {typeA, []byte{192, 0, 2, 3}}},
	"six.test.":   {{typeAAAA, net.ParseIP("2001:db8::6")}},
	"alias.test.": {{typeCNAME, []byte("\x03one\x04test\x00")}, {typeA, []byte{192, 0, 2, 1}}},
	"here.test.":  {{typeA, []byte{127, 0, 0, 1}}},
	"empty.test.": {},
}

var (
	mu    sync.Mutex
	asked = map[string]int{}
)

// name reads a name without compression.
func name(msg []byte, at int) (string, int) {
	var labels []string
	for msg[at] != 0 {
		n := int(msg[at])
		labels = append(labels, string(msg[at+1:at+1+n]))
		at += 1 + n
	}
	return strings.ToLower(strings.Join(labels, ".")) + ".", at + 1
}

// reply answers a query; over UDP long.test and nothing else is cut short.
func reply(query []byte, network string) []byte {
	host, end := name(query, 12)
	kind := binary.BigEndian.Uint16(query[end:])
	end += 4
	mu.Lock()
	asked[network+" "+host]++
	mu.Unlock()
	msg := append([]byte(nil), query[:end]...)
	msg[2], msg[3] = 0x81, 0x80
	binary.BigEndian.PutUint16(msg[6:], 0)
	binary.BigEndian.PutUint16(msg[8:], 0)
	binary.BigEndian.PutUint16(msg[10:], 0)
	records, known := zone[host]
	switch {
	case host == "broken.test.":
		msg[3] |= 2 // server failure
		return msg
	case host == "long.test.":
		if network == "udp" {
			msg[2] |= 2 // truncated
			return msg
		}
		records, known = nil, true
		for i := range 200 {
			records = append(records, record{typeA, []byte{198, 51, 100, byte(i)}})
		}
	}
	if !known {
		msg[3] |= 3 // no such name
		return msg
	}
	n := 0
	for _, r := range records {
		if r.kind != kind && r.kind != typeCNAME {
			continue
		}
		n++
		msg = append(msg, 0xc0, 12, 0, byte(r.kind), 0, 1, 0, 0, 0, 60, 0, byte(len(r.data)))
		msg = append(msg, r.data...)
	}
	binary.BigEndian.PutUint16(msg[6:], uint16(n))
	return msg
}

func serveUDP(c net.PacketConn) {
	buf := make([]byte, 4096)
	for {
		n, from, err := c.ReadFrom(buf)
		if err != nil {
			return
		}
		// First an answer to another question, which is to be let pass.
		wrong := reply(buf[:n], "ignored")
		wrong[0] ^= 0xff
		c.WriteTo(wrong, from)
		c.WriteTo(reply(buf[:n], "udp"), from)
	}
}

func serveTCP(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			var head [2]byte
			if _, err := io.ReadFull(c, head[:]); err != nil {
				return
			}
			query := make([]byte, binary.BigEndian.Uint16(head[:]))
			io.ReadFull(c, query)
			msg := reply(query, "tcp")
			c.Write(binary.BigEndian.AppendUint16(nil, uint16(len(msg))))
			c.Write(msg)
		}()
	}
}

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	udp, err := net.ListenPacket("udp", l.Addr().String())
	if err != nil {
		fmt.Println(err)
		return
	}
	go serveTCP(l)
	go serveUDP(udp)
	r := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, l.Addr().String())
	}}
	ctx := context.Background()

	for _, host := range []string{"one.test.", "two.test.", "TWO.test.", "six.test.", "alias.test.", "192.0.2.77", "2001:db8::1"} {
		addrs, err := r.LookupHost(ctx, host)
		sort.Strings(addrs)
		fmt.Println(host, addrs, err)
	}
	for _, network := range []string{"ip", "ip4", "ip6"} {
		ips, err := r.LookupIP(ctx, network, "two.test.")
		var texts []string
		for _, ip := range ips {
			texts = append(texts, ip.String())
		}
		sort.Strings(texts)
		fmt.Println(network, texts, err)
	}
	_, err = r.LookupIP(ctx, "ip4", "six.test.")
	var e *net.DNSError
	fmt.Println("ip4 of six:", errors.As(err, &e) && e.IsNotFound)
	long, err := r.LookupHost(ctx, "long.test.")
	fmt.Println("long.test.", len(long), err)

	for _, host := range []string{"nobody.test.", "empty.test.", "broken.test.", "not a name", "", "-x.test."} {
		addrs, err := r.LookupHost(ctx, host)
		var e *net.DNSError
		if !errors.As(err, &e) {
			fmt.Printf("%q: %v %v\n", host, addrs, err)
			continue
		}
		fmt.Printf("%q: %v; %s, name %q, timeout %v, temporary %v, not found %v\n", host, addrs, e.Err, e.Name, e.IsTimeout, e.IsTemporary, e.IsNotFound)
	}
	mu.Lock()
	fmt.Println("by stream:", asked["tcp long.test."] > 0, asked["tcp one.test."], "; a broken server is asked again:", asked["udp broken.test."] > 2)
	mu.Unlock()

	// Dial by name goes through the same resolver.
	_, port, _ := net.SplitHostPort(l.Addr().String())
	d := net.Dialer{Resolver: r}
	c, err := d.Dial("tcp", net.JoinHostPort("here.test.", port))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("connected to here.test.:", c.RemoteAddr().String() == l.Addr().String())
	c.Close()
	_, err = d.Dial("tcp", net.JoinHostPort("nobody.test.", port))
	var op *net.OpError
	fmt.Println(errors.As(err, &op), op.Op, op.Net, strings.HasSuffix(err.Error(), ": no such host"))

	done, cancel := context.WithCancel(ctx)
	cancel()
	_, err = r.LookupHost(done, "one.test.")
	fmt.Println("cancelled:", strings.HasSuffix(err.Error(), "operation was canceled"))

	// Names of /etc/hosts: every system knows itself.
	addrs, err := net.LookupHost("localhost")
	known := 0
	for _, a := range addrs {
		if a == "127.0.0.1" || a == "::1" {
			known++
		}
	}
	fmt.Println("localhost:", known > 0 && known == len(addrs), err)
	c, err = net.Dial("tcp", net.JoinHostPort("localhost", port))
	fmt.Println("dialled localhost:", err)
	if err == nil {
		c.Close()
	}
}
