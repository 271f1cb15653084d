package bench

import "testing"

var sink []byte

func BenchmarkN(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
	}
}

func BenchmarkLoop(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(64)
	for b.Loop() {
		sink = make([]byte, 64)
	}
}

func BenchmarkSub(b *testing.B) {
	for _, name := range []string{"small", "rather large"} {
		b.Run(name, func(b *testing.B) {
			b.ReportMetric(42, "things/op")
			for range b.N {
			}
			b.ReportMetric(42, "things/op")
		})
	}
}

func BenchmarkParallel(b *testing.B) {
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
		}
	})
}

func BenchmarkSkip(b *testing.B) { b.Skip("later") }

func BenchmarkFail(b *testing.B) { b.Error("broken") }

func BenchmarkLog(b *testing.B) { b.Log("said") }

func TestX(t *testing.T) {}
