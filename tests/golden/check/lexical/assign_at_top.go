package p

x := 1
y = 2
var z = 3
println(z)
