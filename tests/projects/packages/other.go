package main

func other() string { return "other file" }
