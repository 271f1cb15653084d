package main

func main() {
	int x = 5;
	char *s = "abc";
	for (int i = 0; i < 10; i++) {
	}
	x = (int) 3.5;
	if (x == 5) println("five");
}
