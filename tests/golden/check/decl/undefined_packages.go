package p

func f() {
	fmt.Println("x")
	os.Exit(1)
	strings.ToUpper("x")
}
