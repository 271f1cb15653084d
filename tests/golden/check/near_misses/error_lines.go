package main

import "errors"

func main() { { panic(errorsNew("multi\nline")) x  }
