//! mgo's type checker, cut as go/types
