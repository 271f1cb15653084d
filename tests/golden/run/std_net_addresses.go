package main

import (
	"fmt"
	"net"
)

func main() {
	for _, s := range []string{"1.2.3.4", "01.2.3.4", "1.2.3", "1.2.3.256", "::1", "::", "fe80::1:2", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "1::2::3", "::ffff:1.2.3.4",
		"2001:db8:0:0:1:0:0:1", "1:2:3:4:5:6:1.2.3.4", "12345::", ":1", "1:", "", "a.b", "::1.2.3.4", "0:0:1::", "1:0:0:2::"} {
		ip := net.ParseIP(s)
		fmt.Println(s, ip, len(ip), ip.To4(), ip.IsLoopback(), ip.IsUnspecified())
	}
	for _, s := range []string{"10.0.0.0/8", "192.168.1.77/24", "2001:db8::/32", "1.2.3.4/33", "1.2.3.4", "::ffff:1.2.3.4/120"} {
		ip, n, err := net.ParseCIDR(s)
		fmt.Println(ip, n, err)
	}
	_, n, _ := net.ParseCIDR("10.1.0.0/16")
	fmt.Println(n.Contains(net.IPv4(10, 1, 2, 3)), n.Contains(net.IPv4(10, 2, 2, 3)), n.Mask, net.IPv4(1, 2, 3, 4).DefaultMask())
	for _, s := range []string{"a:1", "[::1]:80", ":80", "a", "a:b:c", "[a:1", "[a]:", "[a]b:1", "a]:1", "[a]", "[]:[x", "::1"} {
		h, p, err := net.SplitHostPort(s)
		fmt.Printf("%q %q %v\n", h, p, err)
	}
	fmt.Println(net.JoinHostPort("::1", "80"), net.JoinHostPort("a", "b"))
	a, err := net.ResolveTCPAddr("tcp", "localhost:http")
	fmt.Println(a, err)
	a, err = net.ResolveTCPAddr("tcp", "[::1]:443")
	fmt.Println(a, err)
	_, err = net.ResolveTCPAddr("tcp", "localhost:nosuch")
	fmt.Println(err)
	_, err = net.ResolveTCPAddr("udp", "localhost:1")
	fmt.Println(err)
	fmt.Println(net.LookupHost("127.0.0.1"))
	p, err := net.LookupPort("tcp", "https")
	fmt.Println(p, err)
	l, _ := net.Listen("tcp", ":0")
	fmt.Println(l.Addr().(*net.TCPAddr).IP, l.Addr().Network())
	c, err := net.Dial("tcp", fmt.Sprintf(":%d", l.Addr().(*net.TCPAddr).Port))
	fmt.Println(err, c.RemoteAddr().(*net.TCPAddr).IP)
}
