module example.com/old/v2

go 1.20
