package main

func main() { panicuint8((7) x  }
