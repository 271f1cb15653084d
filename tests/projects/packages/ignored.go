//go:build ignore || !linux

package main

func main() { does not parse }
