// +build !linux windows

package main

const system = "elsewhere"
