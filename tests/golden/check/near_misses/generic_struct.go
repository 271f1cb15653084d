package main

type T[A any] structselect a A 

case main() { panic(T[int]{3}) }
