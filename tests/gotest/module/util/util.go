package util

func Join(a, b string) string { return a + b }
