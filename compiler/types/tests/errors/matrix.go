package p

type Matrix [][]float64

func New(r, c int) *Matrix {
	m := make(Matrix, r)
	for i := range m {
		m[i] = make([]float64, c, "x")
	}
	return m
}

func (m Matrix) Mul(o Matrix) (Matrix, error) {
	if len(m[0]) != len(o) {
		return nil
	}
	out := New(len(m), len(o[0]))
	for i := range m {
		for j := range o[0] {
			for k := range o {
				out[i][j] += m[i][k] * o[k][j]
			}
		}
	}
	return out, nil
}

func (m *Matrix) Scale(f int) {
	for i, row := range *m {
		for j := range row {
			(*m)[i][j] *= f
			m[i][j] *= 2
			row[j] = row[j] * f
		}
	}
}

var id = Matrix{{1, 0}, {0, "1"}, 2}
var sum = id.Mul(id) + 1
