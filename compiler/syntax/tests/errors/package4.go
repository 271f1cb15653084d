func main() {}
package main
