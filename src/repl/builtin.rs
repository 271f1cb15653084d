//! What `:doc` says of predeclared names: no package declares them.

/// Declaration and description of a predeclared name.
pub fn doc(name: &str) -> Option<(&'static str, &'static str)> {
    NAMES.iter().find(|(known, ..)| *known == name).map(|&(_, declaration, text)| (declaration, text))
}

const NAMES: &[(&str, &str, &str)] = &[
    ("any", "type any = interface{}", "any is an interface that every type implements."),
    (
        "append",
        "func append(slice []T, elems ...T) []T",
        "append adds elements at the end of a slice, in place where there is room, and gives the result.",
    ),
    ("bool", "type bool bool", "bool is true or false."),
    ("byte", "type byte = uint8", "byte is another name of uint8, by convention for bytes and not numbers."),
    ("cap", "func cap(v T) int", "cap is how long a slice could be without new memory, or how many values a channel buffers."),
    ("clear", "func clear(v T)", "clear deletes all entries of a map, or sets all elements of a slice to zero."),
    ("close", "func close(c chan<- T)", "close says that no more values are sent: receivers get those that are left, then zero values."),
    ("comparable", "type comparable interface{ comparable }", "comparable is a constraint: types whose values == compares."),
    ("complex", "func complex(r, i F) C", "complex makes a complex number of its real and imaginary part."),
    ("copy", "func copy(dst, src []T) int", "copy copies elements, as many as both slices have, and says how many."),
    ("delete", "func delete(m map[K]V, key K)", "delete takes an entry out of a map; there need not be one."),
    ("error", "type error interface{ Error() string }", "error is what functions give that may fail; nil says that all is well."),
    ("false", "const false = 0 != 0", "false is the untyped boolean that does not hold."),
    ("imag", "func imag(c C) F", "imag is the imaginary part of a complex number."),
    ("iota", "const iota = 0", "iota is the number of the line in a group of constants."),
    (
        "len",
        "func len(v T) int",
        "len is the number of bytes of a string, of elements of an array, slice or map, or of values that wait in a channel.",
    ),
    (
        "make",
        "func make(t T, size ...int) T",
        "make gives a slice, map or channel that can be used: make([]int, len, cap), make(map[K]V), make(chan T, buffer).",
    ),
    ("max", "func max(x T, y ...T) T", "max is the largest of its arguments."),
    ("min", "func min(x T, y ...T) T", "min is the smallest of its arguments."),
    ("new", "func new(x T) *T", "new gives a pointer to a new variable: of a type with its zero value, of a value with that."),
    ("nil", "var nil T", "nil is the zero value of pointers, functions, interfaces, slices, channels and maps."),
    ("panic", "func panic(v any)", "panic stops the goroutine: deferred calls run, and unless one of them recovers the program ends."),
    ("print", "func print(args ...T)", "print writes to standard error, for debugging."),
    ("println", "func println(args ...T)", "println writes to standard error with spaces between and a newline at the end, for debugging."),
    ("real", "func real(c C) F", "real is the real part of a complex number."),
    ("recover", "func recover() any", "recover, in a deferred function, ends a panic and gives its value."),
    ("rune", "type rune = int32", "rune is another name of int32, by convention for characters."),
    ("string", "type string string", "string is a sequence of bytes, most often UTF-8, that never changes."),
    ("true", "const true = 0 == 0", "true is the untyped boolean that holds."),
];
