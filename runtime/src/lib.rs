//! mgo's runtime: Go's scheduler, stacks, channels and memory
