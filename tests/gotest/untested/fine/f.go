package fine
