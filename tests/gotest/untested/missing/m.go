package missing

import _ "example.com/untested/nothing"
