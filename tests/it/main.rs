//! Integration tests: the library as its users call it.

mod bad_input;
mod scenario;
