package main

def main():
	print("hello")
