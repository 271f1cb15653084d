package main

import "encoding/json"

type P struct {
	Name string `json:"name"`
	Age  int
}

func main() {
	var p P
	err := json.Unmarshal("x", &p)
	b := json.Marshal(p)
	json.Marshall(p)
	p.name = "x"
	p.Age = "3"
	data, err := json.Marshal()
}
