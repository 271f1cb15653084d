module example.com/app

go 1.27

replace example.com/greet => ./greet
