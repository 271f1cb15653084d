package main

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/csv"
	"encoding/hex"
	"bytes"
	"fmt"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"hash/fnv"
	"html"
	"io"
	"strings"
)

func main() {
	hs := map[string]func() hash.Hash{"md5": md5.New, "sha1": sha1.New, "sha224": sha256.New224, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New, "sha512_224": sha512.New512_224, "sha512_256": sha512.New512_256, "fnv128": fnv.New128, "fnv128a": fnv.New128a,
		"adler": func() hash.Hash { return adler32.New() }, "crc32": func() hash.Hash { return crc32.NewIEEE() }, "castagnoli": func() hash.Hash { return crc32.New(crc32.MakeTable(crc32.Castagnoli)) }, "koopman": func() hash.Hash { return crc32.New(crc32.MakeTable(crc32.Koopman)) }, "iso": func() hash.Hash { return crc64.New(crc64.MakeTable(crc64.ISO)) }, "ecma": func() hash.Hash { return crc64.New(crc64.MakeTable(crc64.ECMA)) },
		"fnv32": func() hash.Hash { return fnv.New32() }, "fnv32a": func() hash.Hash { return fnv.New32a() }, "fnv64": func() hash.Hash { return fnv.New64() }, "fnv64a": func() hash.Hash { return fnv.New64a() }}
	for _, name := range []string{"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha512_224", "sha512_256", "fnv128", "fnv128a", "adler", "crc32", "castagnoli", "koopman", "iso", "ecma", "fnv32", "fnv32a", "fnv64", "fnv64a"} {
		h := hs[name]()
		fmt.Println(name, h.Size(), h.BlockSize())
		for n := 0; n < 300; n += 1 + n/3 {
			h.Reset()
			io.WriteString(h, strings.Repeat("x", n))
			io.WriteString(h, "end")
			fmt.Printf("%x\n", h.Sum([]byte{1}))
		}
		state, err := h.(encoding.BinaryMarshaler).MarshalBinary()
		fmt.Printf("%x %v\n", state, err)
		g := hs[name]()
		fmt.Println(g.(encoding.BinaryUnmarshaler).UnmarshalBinary(state), g.(encoding.BinaryUnmarshaler).UnmarshalBinary([]byte("bad")), g.(encoding.BinaryUnmarshaler).UnmarshalBinary(state[:5]))
		io.WriteString(g, "more")
		io.WriteString(h, "more")
		fmt.Println(bytes.Equal(g.Sum(nil), h.Sum(nil)))
	}
	m := hmac.New(sha256.New, []byte("key"))
	m.Write([]byte("msg"))
	fmt.Printf("%x %x\n", m.Sum(nil), hmac.New(md5.New, bytes.Repeat([]byte("k"), 100)).Sum(nil))

	for n := 0; n < 9; n++ {
		b := []byte("\xff\x00abcdefgh")[:n]
		for _, e := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
			s := e.EncodeToString(b)
			d, err := e.DecodeString(s)
			fmt.Println(s, d, err, e.EncodedLen(n), e.DecodedLen(len(s)))
		}
		s := base32.StdEncoding.EncodeToString(b)
		d, err := base32.StdEncoding.DecodeString(s)
		fmt.Println(s, d, err, base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
	}
	for _, s := range []string{"YQ==", "YQ=", "YQ", "Y", "YQ==x", "YQ=\n=", "Y!==", "=", "YWI=", "YWJj\nYWJj", "YR==", "YWJjZ", "====", "YQ==YQ=="} {
		d, err := base64.StdEncoding.DecodeString(s)
		fmt.Printf("%q %q %v ", s, d, err)
		d, err = base64.StdEncoding.Strict().DecodeString(s)
		fmt.Printf("%q %v ", d, err)
		d, err = base64.RawStdEncoding.DecodeString(s)
		fmt.Printf("%q %v ", d, err)
		all, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, strings.NewReader(s)))
		fmt.Printf("%q %v\n", all, err)
	}
	for _, s := range []string{"ME======", "ME", "M", "ME=====", "ME======A", "M1======", "MFRGG===", "mfrgg==="} {
		d, err := base32.StdEncoding.DecodeString(s)
		fmt.Printf("%q %q %v\n", s, d, err)
	}
	var b64 bytes.Buffer
	w := base64.NewEncoder(base64.StdEncoding, &b64)
	for i := 0; i < 10; i++ {
		fmt.Fprintf(w, "%d.", i)
	}
	w.Close()
	fmt.Println(b64.String())
	for _, s := range []string{"", "0g", "0", "00ff", "FFzz", "é0", "abc"} {
		d, err := hex.DecodeString(s)
		fmt.Printf("%q %x %v\n", s, d, err)
		all, err := io.ReadAll(hex.NewDecoder(strings.NewReader(s)))
		fmt.Printf("%x %v\n", all, err)
	}
	fmt.Print(hex.Dump([]byte("hello, this is a longer text\x00\x01\xff!")))

	type hdr struct {
		A uint16
		B int32
		C [2]uint8
		D bool
		_ [3]byte
		E float32
		F complex64
	}
	v := hdr{1, -2, [2]uint8{3, 4}, true, [3]byte{}, 1.5, 2 + 3i}
	for _, o := range []binary.ByteOrder{binary.BigEndian, binary.LittleEndian} {
		var buf bytes.Buffer
		fmt.Println(o, binary.Write(&buf, o, v), binary.Size(v))
		fmt.Printf("%x\n", buf.Bytes())
		var r hdr
		fmt.Println(binary.Read(&buf, o, &r), r)
		fmt.Println(binary.Read(&buf, o, &r), binary.Write(&buf, o, 5), binary.Read(strings.NewReader("ab"), o, &r), binary.Read(&buf, o, r))
		x, err := binary.Append(nil, o, []int16{1, -2})
		fmt.Println(x, err, o.Uint32([]byte{1, 2, 3, 4}))
	}
	for _, u := range []uint64{0, 127, 128, 300, 1 << 63, 1<<64 - 1} {
		b := binary.AppendUvarint(nil, u)
		x, n := binary.Uvarint(b)
		s := binary.AppendVarint(nil, -int64(u))
		y, k := binary.Varint(s)
		fmt.Println(b, x, n, s, y, k)
	}
	fmt.Println(binary.Uvarint([]byte{0x80}))
	fmt.Println(binary.Uvarint(bytes.Repeat([]byte{0xff}, 11)))
	_, err := binary.ReadUvarint(strings.NewReader("\x80"))
	fmt.Println(err)

	for _, in := range []string{"a,b,c\n1,2,3\n", "a,\"b\nc\",d\r\n", "a\n1,2\n", "\"a\"\"b\",c\n", "a\"b,c\n", "\"a,b\n", "\"a\"b,c\n", "# c\na,b\n", "\n\na\n", " a, b\n", "a;b\n"} {
		r := csv.NewReader(strings.NewReader(in))
		rec, err := r.ReadAll()
		fmt.Printf("%q %q %v\n", in, rec, err)
		r = csv.NewReader(strings.NewReader(in))
		r.LazyQuotes, r.TrimLeadingSpace, r.FieldsPerRecord, r.Comment, r.Comma = true, true, -1, '#', ';'
		rec, err = r.ReadAll()
		fmt.Printf("%q %v\n", rec, err)
	}
	var cb strings.Builder
	cw := csv.NewWriter(&cb)
	cw.WriteAll([][]string{{"a", "b c", "d,e", "f\"g", "h\ni", "", " j", "\\."}, {""}})
	cw.UseCRLF = true
	cw.Write([]string{"x\r\ny", "\tz"})
	cw.Flush()
	fmt.Printf("%q %v\n", cb.String(), cw.Error())
	for _, s := range []string{"&lt;b&gt;", "&amp;amp;", "&#65;&#x42;&#X43", "&copy;&copy &notit; &acE;", "&#0;&#x110000;&#128;", "& &; &#; &#x; &unknown;", "&nbsp;&hellip;&NotEqualTilde;"} {
		fmt.Printf("%q %q\n", html.UnescapeString(s), html.EscapeString(s))
	}
}
