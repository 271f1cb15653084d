package dep

import "fmt"

// What vet says of a package that is only imported does not count.
func Broken() string { return fmt.Sprintf("%d") }
