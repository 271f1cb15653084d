package inner

const Name = "hello"
