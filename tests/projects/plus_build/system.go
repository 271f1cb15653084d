// Package comments may come first.

// +build linux,amd64 windows,!linux
// +build !nothing

package main

const system = "here"
