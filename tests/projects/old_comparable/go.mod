module old_comparable

go 1.19
