module plus

go 1.20
