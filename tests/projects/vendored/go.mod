module example.com/app

go 1.27

require example.com/dep v1.0.0
