//! The machine signature of a function of the language.
//!
//! Values of up to four words are passed in words, larger ones as a pointer to a copy that the callee owns. Results come back in words as long as
//! they fit the result registers, else in memory that the caller provides by a pointer in front of all parameters.

use super::Lowerer;
use crate::ir::{Sig, Ty};
use mgo_abi::layouts::REG_RESULTS;
use mgo_types::types::TypeId;
use std::sync::Arc;

/// How a function is called.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Abi {
    /// The machine signature, context left out.
    pub(crate) sig: Sig,
    /// Receiver (if any) and parameters.
    pub(crate) params: Vec<TypeId>,
    /// Results.
    pub(crate) results: Vec<TypeId>,
    /// When the results are passed in memory: the struct of them.
    pub(crate) memory: Option<TypeId>,
}

impl Abi {
    /// The machine signature with a context behind the parameters.
    pub(crate) fn with_context(&self) -> Sig {
        let mut sig = self.sig.clone();
        sig.params.push(Ty::Ptr);
        sig
    }

    /// Whether a function without context may be called with one: all its integer arguments and the context fit into registers.
    pub(crate) fn context_is_harmless(&self) -> bool {
        let ints = self.sig.params.iter().filter(|t| !t.is_float()).count();
        ints < mgo_abi::layouts::INT_ARGS && self.sig.params.len() - ints <= mgo_abi::layouts::FLOAT_ARGS
    }
}

impl Lowerer {
    /// How a function of type `sig`, with a receiver of type `recv`, is called.
    pub(crate) fn abi(&mut self, recv: Option<TypeId>, sig: TypeId) -> Arc<Abi> {
        let signature = self.signature(sig);
        let params = recv.into_iter().chain(signature.params.iter().map(|p| p.ty)).collect();
        let results = signature.results.iter().map(|p| p.ty).collect();
        Arc::new(self.abi_of(params, results))
    }

    /// How a function with these parameters and results is called.
    pub(crate) fn abi_of(&mut self, params: Vec<TypeId>, results: Vec<TypeId>) -> Abi {
        let mut words = Vec::new();
        let mut fits = true;
        for &t in &results {
            match &self.layout(t).leaves {
                Some(leaves) => words.extend(leaves.iter().map(|l| l.ty)),
                None => fits = false,
            }
        }
        let floats = words.iter().filter(|t| t.is_float()).count();
        fits &= floats <= REG_RESULTS && words.len() - floats <= REG_RESULTS;
        let memory = (!fits).then(|| self.struct_of(&results));
        let mut sig = Sig::default();
        if fits {
            sig.results = words;
        } else {
            sig.params.push(Ty::Ptr);
        }
        for &t in &params {
            let layout = self.layout(t);
            match &layout.leaves {
                Some(leaves) if layout.in_words() => sig.params.extend(leaves.iter().map(|l| l.ty)),
                _ => sig.params.push(Ty::Ptr),
            }
        }
        Abi { sig, params, results, memory }
    }
}
