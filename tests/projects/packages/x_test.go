package main

func other() string { return "a test" }
