package deadlock

import (
	"testing"
	"time"
)

func TestFine(t *testing.T) {}

func TestBlocked(t *testing.T) {
	<-make(chan int)
}

func TestSlow(t *testing.T) {
	time.Sleep(time.Hour)
}
