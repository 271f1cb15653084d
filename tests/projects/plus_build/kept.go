// +build ignore
package main

// No empty line above the package clause: the line above it is only a comment.
func kept() bool { return true }
