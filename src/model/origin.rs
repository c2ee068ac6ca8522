//! Where an item came from: which run, recorder, table and workshop.

use std::collections::HashMap;

use super::fields::{List, Recorder, Run, Workshop};
use super::file::File;
use super::stamp::{Id, Stamp, Writer};

/// The recorders of a file and the runs that wrote for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    recorders: HashMap<Writer, Id>,
    workshops: HashMap<Id, Id>,
    /// The workshop of items whose run is unknown, where the file has just one.
    only_workshop: Option<Id>,
}

impl Origins {
    /// Reads them from a file.
    pub fn of(file: &File) -> Self {
        let mut recorders: HashMap<Writer, Option<Id>> = HashMap::new();
        for run in file.list(&List::Runs) {
            let (writer, recorder) = (run.id.stamp.writer(), Run(run).recorder());
            // A writer that wrote for two is trusted for neither: whose cap would hold?
            let known = recorders.entry(writer).or_insert(recorder);
            if *known != recorder {
                *known = None;
            }
        }
        let runs = recorders.into_iter().filter_map(|(writer, recorder)| Some((writer, recorder?)));
        let sessions = file.list(&List::Recorders).iter().filter_map(|r| Some((r.id, Recorder(r).workshop()?)));
        let mut workshops = file.live(&List::Workshops);
        let only = workshops.next().filter(|_| workshops.next().is_none());
        Self { recorders: runs.collect(), workshops: sessions.collect(), only_workshop: only.map(|w| w.id) }
    }

    /// Who recorded what was made under a stamp.
    pub fn recorder(&self, stamp: Stamp) -> Option<Id> {
        self.recorders.get(&stamp.writer()).copied()
    }

    /// The workshop in which it was made.
    pub fn workshop(&self, stamp: Stamp) -> Option<Id> {
        let recorded = self.recorder(stamp).and_then(|recorder| self.workshops.get(&recorder));
        recorded.copied().or(self.only_workshop)
    }
}

impl File {
    /// The one workshop of a session.
    pub fn workshop(&self) -> Option<Workshop<'_>> {
        self.live(&List::Workshops).next().map(Workshop)
    }
}
