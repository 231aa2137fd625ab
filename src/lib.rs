//! **keikaku** reads the planning documents of Japanese municipalities (総合計画 and its kin) as PDF and gives each
//! one back as a structured [`record::Record`].
//!
//! A document flows through the stages once, forwards; [`pipeline`] shows them in order and is the place to read
//! first, `ARCHITECTURE.md` tells why the house is built so.
//!
//! ```no_run
//! let bytes = std::fs::read("plan.pdf")?;
//! let options = keikaku::Options { file: "plan.pdf".into(), ..Default::default() };
//! let record = keikaku::extract(&bytes, &options)?;
//! for entry in &record.schedule {
//!     println!("{:?} {}", entry.when.start, entry.event);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod batch;
pub mod cli;
pub mod compare;
pub mod corrections;
pub mod diff;
pub mod error;
pub mod eval;
pub mod export;
pub mod geometry;
pub mod japanese;
pub mod layout;
mod parallel;
pub mod pdf;
pub mod pipeline;
pub mod record;
pub mod report;
#[cfg(feature = "review")]
pub mod review;
pub mod structure;

pub use error::{Error, ErrorCode};
pub use pipeline::{Options, extract};
pub use record::Record;
