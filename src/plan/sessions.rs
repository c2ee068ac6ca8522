//! Which sessions a plan takes in: undoing a merge leaves sessions out, and keeps their words.

use std::collections::HashSet;

use crate::model::fields::{List, Recorder};
use crate::model::file::File;
use crate::model::origin::Origins;
use crate::model::stamp::{Id, Stamp};

/// The sessions of a file that the plan takes in, and those it leaves out.
#[derive(Clone, Debug)]
pub struct Sessions<'a> {
    origins: &'a Origins,
    left_out: HashSet<Id>,
    taken_in: usize,
}

impl<'a> Sessions<'a> {
    /// Reads them from a file.
    pub fn of(file: &File, origins: &'a Origins) -> Self {
        let recorders: Vec<Recorder<'_>> = file.live(&List::Recorders).map(Recorder).collect();
        let left_out: HashSet<Id> = recorders.iter().filter(|r| r.left_out()).map(|r| r.id()).collect();
        Self { origins, taken_in: recorders.len() - left_out.len(), left_out }
    }

    /// Whether the plan takes in what was made under a stamp.
    pub fn take_in(&self, stamp: Stamp) -> bool {
        // Most plans leave nothing out, and then need not ask who recorded what.
        self.left_out.is_empty() || self.origins.recorder(stamp).is_none_or(|r| !self.left_out.contains(&r))
    }

    /// How many sessions the plan takes in.
    pub const fn taken_in(&self) -> usize {
        self.taken_in
    }

    /// How many it leaves out.
    pub fn left_out(&self) -> usize {
        self.left_out.len()
    }
}
