-- An echo server sends back what it gets: so the request is a response. wrk looks at the first one only, before it starts.
local text, looked = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", false
request = function()
  if looked then return text end
  looked = true
  return "GET / HTTP/1.1\r\n\r\n"
end
