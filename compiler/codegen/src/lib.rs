//! IR to machine code with Cranelift
