package main

func main() { panic(struct&range a  }{1}) }
