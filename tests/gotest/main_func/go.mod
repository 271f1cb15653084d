module example.com/main_func

go 1.27
