module example.com/app

go 1.27

require (
	example.com/greet v1.2.3
	example.com/old/v2 v2.0.0
)

replace example.com/greet => ./greet

replace (
	example.com/old/v2 v2.0.0 => ./old
	example.com/unused => ./nowhere
)
