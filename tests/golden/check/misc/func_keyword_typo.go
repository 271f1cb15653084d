package main

fucn main() {
	println(1)
}
