package p

func g(f32 float32, f64 float64, c64 complex64, c128 complex128, i int, s string) {
	_ = complex(f32, f32)
	_ = complex(f32, f64)
	_ = complex(f32, 1)
	_ = complex(1, 2)
	_ = complex(i, i)
	_ = complex(i, 1)
	_ = complex(s, s)
	_ = complex(1)
	_ = complex(1, 2, 3)
	_ = complex("a", 1)
	_ = real(c64)
	_ = imag(c128)
	_ = real(f64)
	_ = imag(1i)
	_ = real(1)
	_ = real("a")
	_ = real(s)
	_ = real()
	var _ int = real(c64)
	var _ float64 = real(c64)
	var _ complex64 = complex(f64, f64)
	real(c64)
	_ = real(1i) + i
	const c = complex(1, 2)
	var _ float32 = c
	var _ complex64 = c
	_ = c64 + c128
	_ = c64 < c64
	_ = c64 == c64
	_ = c64 + 1
	_ = c64 % c64
}
