//! mgo's intermediate representation, its lowering and its passes
