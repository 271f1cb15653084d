//! mgo
