module example.com/old

go 1.20

godebug randautoseed=0
