package p

type elem [1 << 17]byte

func args(x [1 << 30]byte) {}

func (r elem) many(x [1 << 29]byte) (y [1 << 29]byte) { return }

func fine(x *[1 << 30]byte) (y [1 << 20]byte) { return }
