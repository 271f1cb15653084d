package p

func f(c chan int) {
	c <- 
	x <- c <- 1
	<-
}
