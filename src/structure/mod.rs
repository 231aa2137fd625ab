//! The flow of a document in, the record out: one file per thing that is found.
//!
//! Rules work from typography, markers and the domain's words (lists under `data/`); none depends on one city's
//! document. The finders run in the order in which they need each other: whose document it is, what paper it is,
//! which plan it is about, its headings; then everything that stands under those headings. What they share is
//! the [`Context`].

mod bodies;
mod contradictions;
mod definitions;
mod document;
mod finder;
mod gazetteer;
mod indicators;
mod lexicon;
mod municipality;
mod outline;
mod pages;
mod participation;
mod passages;
mod plan;
mod policies;
mod quality;
mod related;
mod schedule;
mod tables;
#[cfg(test)]
mod testing;
mod themes;
mod words;

use crate::layout::Flow;
use crate::pdf::Info;
use crate::record::{DocumentFacts, Municipality, Plan, Record, Warning};

pub use outline::{Heading, Headings};
pub use passages::{Passage, Spot};
pub use quality::from_pdf as warning_from_pdf;

/// What the finders may look at beside the flow.
#[derive(Debug, Clone, Default)]
pub struct Input<'a> {
    /// Facts about the file.
    pub info: Option<&'a Info>,
    /// File name relative to the input folder, `/`-separated.
    pub file: &'a str,
}

/// What is known so far; each finder sees what those before it found.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The document in reading order.
    pub flow: &'a Flow,
    /// Facts about the file.
    pub info: Option<&'a Info>,
    /// File name relative to the input folder, `/`-separated.
    pub file: &'a str,
    /// Ids of `flow.tables`, by index: `t1` is the first in reading order.
    pub table_ids: Vec<String>,
    /// Block that holds `flow.tables[i]`, by index; `None` where no block points to it.
    pub table_blocks: Vec<Option<usize>>,
    /// The running text by blocks and cells, in reading order.
    pub passages: Vec<Passage>,
    /// Whose document it is.
    pub municipality: Option<Municipality>,
    /// What paper it is; its date is the anchor for years that are not printed.
    pub document: DocumentFacts,
    /// The plan it is, or is about.
    pub plan: Option<Plan>,
    /// The headings, with the block that each stands in.
    pub headings: Headings,
}

impl<'a> Context<'a> {
    /// The context before anything was found.
    fn new(flow: &'a Flow, input: &Input<'a>) -> Self {
        let mut table_blocks = vec![None; flow.tables.len()];
        let mut table_ids = vec![String::new(); flow.tables.len()];
        let mut next = 1;
        for (block, table) in flow.blocks.iter().enumerate().filter_map(|(i, b)| match b.kind {
            crate::layout::BlockKind::Table(t) => Some((i, t)),
            _ => None,
        }) {
            if let (Some(slot @ None), Some(id)) = (table_blocks.get_mut(table), table_ids.get_mut(table)) {
                *slot = Some(block);
                *id = format!("t{next}");
                next += 1;
            }
        }
        for id in table_ids.iter_mut().filter(|id| id.is_empty()) {
            *id = format!("t{next}");
            next += 1;
        }
        Self {
            flow,
            info: input.info,
            file: input.file,
            table_ids,
            table_blocks,
            passages: passages::collect(flow),
            municipality: None,
            document: DocumentFacts::default(),
            plan: None,
            headings: Headings::default(),
        }
    }

    /// Whether the paper has to do with planning at all: what has not gets no plan, schedule or policies.
    #[must_use]
    pub fn is_planning(&self) -> bool {
        self.document.kind.as_deref() != Some(document::OTHER)
    }
}

/// Fills the record from the flow. Warnings that came from reading the PDF are added by the pipeline
/// ([`warning_from_pdf`]).
pub fn fill(record: &mut Record, flow: &Flow, input: &Input<'_>) {
    let mut warnings: Vec<Warning> = Vec::new();
    let mut context = Context::new(flow, input);
    context.municipality = municipality::find(&context, &mut warnings);
    context.document = document::find(&context);
    context.plan = plan::find(&context);
    context.headings = outline::find(&context);

    record.pages = pages::find(&context);
    record.tables = tables::find(&context);
    record.outline = outline::tree(&context);
    record.bodies = bodies::find(&context);
    record.definitions = definitions::find(&context);
    record.related_plans = related::find(&context);
    record.themes = themes::find(&context);
    if context.is_planning() {
        record.schedule = schedule::find(&context, &mut warnings);
        record.policies = policies::find(&context, &mut warnings);
        record.participation = participation::find(&context, &record.schedule, &mut warnings);
        record.indicators = indicators::find(&context, &mut warnings);
    }
    if context.is_planning() {
        contradictions::find(record, &context, &mut warnings);
    }
    record.source.text_layer = quality::text_layer(flow);
    quality::fill(&mut record.quality, &context, warnings);
    record.municipality = context.municipality;
    record.document = context.document;
    record.plan = context.plan;
}
