package main

#include <stdio.h>

int main() {
	printf("x");
	return 0;
}
