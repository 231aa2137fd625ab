//! **keikaku** reads the planning documents of Japanese municipalities (総合計画 and its kin) as PDF and gives each
//! one back as a structured [`record::Record`].
//!
//! A document flows through the stages once, forwards; see `ARCHITECTURE.md` and [`pipeline`].

pub mod geometry;
pub mod japanese;
pub mod layout;
pub mod pdf;
pub mod record;
pub mod structure;
