//! Many files being joined into one.
//!
//! Joining each into a growing whole would walk the whole once a file. Here files of like size are joined first, as in
//! a merge sort, so that the cost grows with the items and hardly with the number of files. Order never matters to
//! join, so the result is the same.

use super::file::File;

/// Files waiting to become one, each more than twice as large as the next.
#[derive(Debug, Default)]
pub struct Pile(Vec<File>);

impl Pile {
    /// Puts a file on the pile.
    pub fn push(&mut self, file: File) {
        self.0.push(file);
        while let [.., larger, last] = self.0.as_slice()
            && larger.size() <= 2 * last.size()
        {
            self.join_last();
        }
    }

    /// The files as one.
    pub fn into_file(mut self) -> File {
        while self.0.len() > 1 {
            self.join_last();
        }
        self.0.pop().unwrap_or_default()
    }

    fn join_last(&mut self) {
        if let Some(last) = self.0.pop()
            && let Some(larger) = self.0.last_mut()
        {
            larger.join(&last);
        }
    }
}
