package main

import "os"

func main()  defer ("no"); os.Exit(7) }
