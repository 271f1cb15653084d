package p

func f(c chan int, r <-chan int, s chan<- int, n int) {
	c <- "a"
	r <- 1
	<-s
	x := <-s
	<-n
	n <- 1
	var y string = <-c
	a, b, d := <-c
	close(r)
	close(n)
	close(s)
	c <- nil
	var z chan string = c
	r = c
	c = r
	len(c) <- 1
	for range s {
	}
}
