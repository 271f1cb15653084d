package main

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash"
	"hash/crc32"
)

// Hashes of all lengths around blocks and pieces, written at once and in parts.

func main() {
	data := make([]byte, 300_000)
	for i := range data {
		data[i] = byte(i*i>>3 + i)
	}
	koopman := crc32.MakeTable(crc32.Koopman)
	hashes := []struct {
		name string
		make func() hash.Hash
	}{
		{"md5", md5.New}, {"sha1", sha1.New}, {"sha224", sha256.New224}, {"sha256", sha256.New}, {"sha384", sha512.New384},
		{"sha512", sha512.New}, {"sha512/224", sha512.New512_224}, {"sha512/256", sha512.New512_256},
		{"ieee", func() hash.Hash { return crc32.NewIEEE() }},
		{"castagnoli", func() hash.Hash { return crc32.New(crc32.MakeTable(crc32.Castagnoli)) }},
		{"koopman", func() hash.Hash { return crc32.New(koopman) }},
	}
	lengths := []int{0, 1, 55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 129, 1000, 65535, 65536, 65537, 65600, 131072, 200_001, 300_000}
	for _, h := range hashes {
		all := h.make()
		for _, n := range lengths {
			one := h.make()
			one.Write(data[:n])
			sum := one.Sum(nil)
			parts := h.make()
			for rest, step := data[:n], 1; len(rest) > 0; step = step*3 + 1 {
				k := min(step, len(rest))
				parts.Write(rest[:k])
				rest = rest[k:]
			}
			if string(parts.Sum(nil)) != string(sum) {
				fmt.Println(h.name, n, "differs in parts")
			}
			all.Write(sum)
		}
		fmt.Printf("%s %x\n", h.name, all.Sum(nil))
	}
	fmt.Println(crc32.ChecksumIEEE(data), crc32.Update(7, crc32.IEEETable, data[:100]), crc32.Update(7, koopman, data[:9]))
}
