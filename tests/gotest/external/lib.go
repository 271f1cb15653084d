package lib

// Secret is told.
func Secret() int { return secret }

var secret = 42
