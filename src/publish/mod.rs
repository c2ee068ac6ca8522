//! The gate: items, plan and audience in, a published view out. Pure.
