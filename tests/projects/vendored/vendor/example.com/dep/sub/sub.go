package sub

var V = "vendored"
