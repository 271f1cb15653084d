module embed_types

go 1.27
