//! coplan: co-design workshops in, an action plan out.
pub mod capture;
pub mod cli;
pub mod export;
pub mod model;
pub mod plan;
pub mod publish;
pub mod sessions;
pub mod store;
pub mod tui;
