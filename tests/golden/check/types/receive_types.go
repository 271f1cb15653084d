package p

func f() {
	<-<-chan int
	<-chan<-int
	type _ <-<-chan int
	type _ <-chan<-int
	<-(<-chan int)(nil)
	<-<-chan<-int
}
