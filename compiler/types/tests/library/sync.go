package sync

type noCopy struct{}

type Mutex struct {
	_  noCopy
	mu struct{}
}

func (m *Mutex) Lock()         {}
func (m *Mutex) TryLock() bool { return false }
func (m *Mutex) Unlock()       {}

type WaitGroup struct {
	noCopy noCopy
	state  int
}

func (wg *WaitGroup) Add(delta int) {}
func (wg *WaitGroup) Done()         {}
func (wg *WaitGroup) Wait()         {}
func (wg *WaitGroup) Go(f func())   {}

type Once struct {
	_    noCopy
	done bool
}

func (o *Once) Do(f func()) {}
