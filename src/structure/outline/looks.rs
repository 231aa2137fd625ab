//! How each block looks to someone who leafs through for headings.

use crate::japanese::{self, Marker, MarkerKind};
use crate::layout::{Block, BlockKind};

use super::super::passages::squeeze;
use super::super::{Context, document};
use super::announced;
use super::wording::{
    NOTES, PHRASE, ends_open, has_words, is_bracketed, is_calculation, is_caption, is_contents_title, is_leader_line,
    is_no_heading, is_sentence,
};

/// Type so many times the running text is bigger type.
pub(super) const BIGGER: f32 = 1.08;
/// Type so many times the running text is smaller type.
const SMALLER: f32 = 0.92;
/// Longest heading in characters; marked ones in heading type may be longer.
const LONGEST: usize = 48;
const LONGEST_STRONG: usize = 72;
/// A page with so many leader lines is a table of contents.
const LEADER_LINES: usize = 4;

/// A block as a candidate.
#[derive(Debug, Clone)]
pub(super) struct Look {
    /// Index into `Flow::blocks`.
    pub(super) block: usize,
    /// Page, from 1.
    pub(super) page: usize,
    /// Its marker.
    pub(super) marker: Option<Marker>,
    /// The text that would be the title: the whole block, or its first line where that is set apart.
    pub(super) title: String,
    /// What stands after the title in the same block.
    pub(super) rest: Option<String>,
    /// Font size.
    pub(super) size: f32,
    /// Bold in a document whose running text is not.
    pub(super) bold: bool,
    /// Bigger, bold, underlined, on a band, or tagged as a heading.
    pub(super) strong: bool,
    /// What it may be.
    pub(super) role: Role,
    /// Stands at the top of a landscape page in its biggest type.
    pub(super) slide_title: bool,
    /// Index into `Flow::frames`.
    pub(super) frame: Option<usize>,
    /// Level of the structure tree.
    pub(super) tagged: Option<u8>,
    /// A table.
    pub(super) is_table: bool,
    /// The table of contents or a bookmark names it.
    pub(super) announced: bool,
    /// How deep they set it, 0 outermost.
    pub(super) depth: Option<usize>,
    /// Empty space above in multiples of its size.
    pub(super) gap_above: f32,
}

/// What a block may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The document's title: no heading, no body.
    Title,
    /// Running text, a table, a bullet: what makes a line above it a heading.
    Body,
    /// A marked line that may head something.
    Marked,
    /// A line without a marker that may head something.
    Unmarked,
    /// A label in a drawing: content of what stands above it, never a heading.
    Drawn,
    /// A corner label, a date, an issuer: neither heading nor body.
    Label,
}

/// Looks of all blocks, and the kinds of marker that the table of contents lists throughout.
pub(super) fn of(context: &Context<'_>, title: &[usize]) -> (Vec<Look>, Vec<MarkerKind>) {
    let flow = context.flow;
    let mostly_bold = {
        let (mut bold, mut all) = (0usize, 0usize);
        for line in flow.blocks.iter().flat_map(|b| &b.lines) {
            let n = line.text.chars().count();
            all += n;
            bold += if line.bold { n } else { 0 };
        }
        bold * 2 > all
    };
    let contents = contents_pages(context);
    let mut looks: Vec<Look> =
        flow.blocks.iter().enumerate().map(|(i, b)| look(i, b, context, mostly_bold, title.contains(&i))).collect();
    for look in &mut looks {
        if contents.contains(&look.page) && look.role != Role::Title && !is_contents_title(&look.title) {
            look.role = if matches!(look.role, Role::Body) { Role::Body } else { Role::Label };
        }
    }
    mend_markers(&mut looks);
    lines_of_text(&mut looks);
    follow_drawn(&mut looks);
    label_covers(&mut looks, context);
    label_repeated_titles(&mut looks);
    let listed = announced::confirm(&mut looks, context, &contents);
    state_visions(&mut looks);
    mark_slide_titles(&mut looks, context);
    label_drawings(&mut looks, context);
    (looks, listed)
}

fn look(index: usize, block: &Block, context: &Context<'_>, mostly_bold: bool, is_title: bool) -> Look {
    let body_size = context.flow.body_size.max(1.0);
    let bold = block.bold && !mostly_bold;
    let bigger = block.size >= body_size * BIGGER;
    let strong = bigger || bold || block.emphasised || block.tagged_level.is_some();
    let (mut title, rest) = split(block);
    let mut marker = block.marker.clone();
    // A title that ends in a number (総合計画の概要①) is no marker without a text.
    if let Some(m) = marker.take_if(|m| title.is_empty() && m.kind == MarkerKind::Labelled) {
        title = squeeze(&m.printed);
    }
    // 第1 策定の趣旨: an article's number without a unit (公用文の書き方), told by the blank after it.
    if marker.is_none()
        && let Some((printed, rest)) = bare_ordinal(block)
    {
        title = rest;
        marker = Some(Marker {
            kind: MarkerKind::Labelled,
            number: japanese::numerals::integer(printed.trim_start_matches('第')).and_then(|n| u32::try_from(n).ok()),
            len: printed.len(),
            printed,
        });
    }
    // 序章 and 終章 stand among 第1章, 第2章.
    if marker.is_none()
        && let Some((printed, rest)) = end_chapter(&title)
    {
        marker = Some(Marker {
            kind: MarkerKind::Sho,
            number: (printed == "序章").then_some(0),
            len: printed.len(),
            printed: printed.to_owned(),
        });
        title = rest.to_owned();
    }
    // §I, §2: the sign and its number are one marker.
    if let Some(m) = marker.as_mut().filter(|m| m.kind == MarkerKind::Symbol('§')) {
        let number: String = title.chars().take_while(|c| "IVXⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ0123456789".contains(*c)).collect();
        title = title.get(number.len()..).unwrap_or_default().to_owned();
        m.printed.push_str(&number);
    }
    let mut look = Look {
        block: index,
        page: page_of(block, context),
        marker,
        title,
        rest,
        size: block.size,
        bold,
        strong,
        role: Role::Body,
        slide_title: false,
        frame: block.frame,
        tagged: block.tagged_level,
        is_table: matches!(block.kind, BlockKind::Table(_)),
        announced: false,
        depth: None,
        gap_above: block.gap_above,
    };
    look.role = if is_title { Role::Title } else { role(&look, block, context) };
    look
}

/// The chapter before the first or after the last, and its title.
fn end_chapter(title: &str) -> Option<(&str, &str)> {
    let at = ["序章", "終章"].iter().find(|w| title.starts_with(**w))?.len();
    let rest = title.get(at..)?.trim_start_matches(['.', '．', ':', '・', ' ']);
    // A colon or blank may be lost, a particle (序章では) says that it is no title; はじめに begins like one.
    let particle =
        rest.starts_with(['で', 'に', 'は', 'の', 'を', 'と', 'か', 'へ', 'も']) && !rest.starts_with("はじめ");
    (!rest.is_empty() && !particle && !is_sentence(rest)).then(|| (title.get(..at).unwrap_or_default(), rest))
}

/// Page of a block; of a table, where it begins.
fn page_of(block: &Block, context: &Context<'_>) -> usize {
    match block.kind {
        BlockKind::Table(t) => context.flow.tables.get(t).and_then(|t| t.parts.first()).map_or(0, |(page, _)| *page),
        _ => block.page(),
    }
}

/// `第1` and what follows, where the page prints a blank between (normalising takes it away).
fn bare_ordinal(block: &Block) -> Option<(String, String)> {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || "一二三四五六七八九十".contains(c);
    let raw = block.lines.first()?.raw.trim_start().strip_prefix('第')?;
    let printed_blank = raw.trim_start_matches(is_digit).starts_with(char::is_whitespace);
    let text = squeeze(&block.text);
    let rest = text.strip_prefix('第')?.trim_start_matches(is_digit);
    let printed = text.get(..text.len() - rest.len())?.to_owned();
    // 第 20 次公募要領 counts what it belongs to.
    let counts = rest.starts_with("事業年度")
        || rest.starts_with(['次', '期', '回', '号', '条', '項', '版', '部', '章', '節', '編', '款', '種', '位']);
    (printed_blank && !counts && printed.len() > '第'.len_utf8()).then(|| (printed, rest.to_owned()))
}

/// `(1) 策定委員会　副市長を委員長とし、…。`: a wide blank parts the title from the running text on its line.
fn run_in(block: &Block) -> Option<(String, String)> {
    block.marker.as_ref()?;
    let raw = block.lines.first()?.raw.as_str();
    let text = squeeze(&block.text);
    let heads = raw.split('\u{3000}').map(|h| squeeze(&japanese::normalize(h)));
    let mut head = String::new();
    for part in heads.take(3) {
        head.push_str(&part);
        let title = match &block.marker {
            Some(m) => head.strip_prefix(squeeze(&m.printed).as_str()).unwrap_or(&head),
            None => &head,
        };
        if title.is_empty() {
            continue;
        }
        let rest = text.strip_prefix(title)?;
        let fits = (2..=PHRASE).contains(&title.chars().count()) && !title.contains(['、', '。']);
        return (fits && rest.contains('。')).then(|| (title.to_owned(), rest.to_owned()));
    }
    None
}

/// The title and what follows it in the same block: a first line in another type than the rest, or one that ends
/// well before the right edge while the rest is running text.
fn split(block: &Block) -> (String, Option<String>) {
    let whole = squeeze(&block.text);
    if let Some((title, rest)) = run_in(block) {
        return (title, Some(rest));
    }
    let (Some(first), Some(second)) = (block.lines.first(), block.lines.get(1)) else { return (whole, None) };
    let other_type = first.bold != second.bold || (first.size - second.size).abs() > 0.05 * second.size.max(1.0);
    if !other_type || !first.bold && first.size < second.size {
        return (whole, None);
    }
    let head = squeeze(&first.text);
    let head = match &block.marker {
        Some(m) => head.strip_prefix(squeeze(&m.printed).as_str()).map(str::to_owned).unwrap_or(head),
        None => head,
    };
    match whole.strip_prefix(head.as_str()) {
        Some(rest) if !rest.is_empty() && !head.is_empty() => {
            let rest = rest.to_owned();
            (head, Some(rest))
        }
        _ => (whole, None),
    }
}

/// Beside its title a cover holds who made the paper, a date, a slogan: nothing that heads anything.
fn label_covers(looks: &mut [Look], context: &Context<'_>) {
    /// More blocks are more than a cover.
    const MOST: usize = 8;
    let Some(cover) = looks.iter().find(|l| l.role == Role::Title).map(|l| l.page) else { return };
    let here = || looks.iter().filter(|l| l.page == cover);
    let numbers = |l: &Look| l.marker.as_ref().is_some_and(|m| m.number.is_some());
    let says = here().any(|l| l.is_table || numbers(l) || l.title.contains('。') || l.rest.is_some());
    let last = context.flow.pages.last().is_none_or(|p| p.number == cover);
    if cover == 1 && !last && !says && here().count() <= MOST {
        let heads = |l: &&mut Look| l.page == cover && matches!(l.role, Role::Unmarked | Role::Marked);
        for look in looks.iter_mut().filter(heads) {
            look.role = Role::Label;
        }
    }
}

/// The document's own title again, below or above the slides that follow: it is told in `document.title`.
fn label_repeated_titles(looks: &mut [Look]) {
    let words = |l: &Look| format!("{}{}", l.marker.as_ref().map_or("", |m| m.printed.as_str()), squeeze(&l.title));
    let title: String = looks.iter().filter(|l| l.role == Role::Title).map(words).collect();
    let first = looks.iter().find(|l| l.role == Role::Title).map_or(0, |l| l.page);
    if title.is_empty() {
        return;
    }
    for look in looks.iter_mut().filter(|l| l.page > first && matches!(l.role, Role::Unmarked | Role::Marked)) {
        if words(look) == title {
            look.role = Role::Label;
        }
    }
}

/// A line directly below a numbered heading and in bigger type than it is what the heading is about (the vision, a
/// slogan): nothing greater begins where nothing was said yet.
fn state_visions(looks: &mut [Look]) {
    for i in 1..looks.len() {
        let stated = match (looks.get(i - 1), looks.get(i)) {
            (Some(above), Some(look)) => {
                above.role == Role::Marked
                    && (above.strong || above.announced)
                    && above.page == look.page
                    && look.role == Role::Unmarked
                    && !look.announced
                    && look.size > above.size * BIGGER
                    && look.tagged.is_none()
                    && !look.slide_title
            }
            _ => false,
        };
        if stated && let Some(look) = looks.get_mut(i) {
            look.role = Role::Body;
        }
    }
}

/// A line without a marker, directly above or below running text of its own type, is a line of that text which layout
/// did not join (a preface in big type).
fn lines_of_text(looks: &mut [Look]) {
    /// Lines of one paragraph stand no further apart, in multiples of their size: a preface is set wide.
    const CLOSE: f32 = 2.5;
    let text = |l: &Look| {
        let whole = l.title.chars().count() + l.rest.as_ref().map_or(0, |r| r.chars().count());
        l.role == Role::Body && l.marker.is_none() && whole > PHRASE && l.title.contains(['。', '、'])
    };
    let alike = |a: &Look, b: &Look| {
        a.page == b.page && a.frame == b.frame && (a.size - b.size).abs() < 0.3 && a.bold == b.bold
    };
    // Down, then up: a line told by its neighbour tells the next one.
    for down in [true, false] {
        let order: Vec<usize> = if down { (0..looks.len()).collect() } else { (0..looks.len()).rev().collect() };
        for i in order {
            let Some(look) = looks.get(i) else { continue };
            let long = look.title.chars().count() > PHRASE && look.title.contains('、');
            // 1. 本表中、令和何年とあるものは暦年間を、何年度とある|ものは会計年度間を示し: a note's first line.
            let goes_on = looks.get(i + 1).is_some_and(|n| {
                alike(look, n)
                    && n.marker.is_none()
                    && n.title.starts_with(super::super::passages::is_hiragana)
                    && n.title.contains(['、', '。'])
            });
            if look.role == Role::Marked && long && goes_on && !look.announced {
                if let Some(look) = looks.get_mut(i) {
                    look.role = Role::Body;
                }
                continue;
            }
            if look.role != Role::Unmarked || look.slide_title || look.tagged.is_some() || !long {
                continue;
            }
            let above = i
                .checked_sub(1)
                .and_then(|j| looks.get(j))
                .is_some_and(|n| text(n) && alike(n, look) && look.gap_above < CLOSE);
            let below = looks.get(i + 1).is_some_and(|n| text(n) && alike(n, look) && n.gap_above < CLOSE);
            if (above || below)
                && let Some(look) = looks.get_mut(i)
            {
                look.role = Role::Body;
            }
        }
    }
}

/// Short lines on one height are labels of a drawing, heads of its columns or parts of a chart, not headings: a heading
/// stands alone on its height, or in a column of running text that begins right below it.
fn label_drawings(looks: &mut [Look], context: &Context<'_>) {
    let whole = |l: &Look| l.title.chars().count() + l.rest.as_ref().map_or(0, |r| r.chars().count());
    let place = |l: &Look| {
        let lines = context.flow.blocks.get(l.block)?.lines.iter().map(|l| l.bbox);
        lines.reduce(|a, b| a.union(&b))
    };
    let places: Vec<Option<crate::geometry::Rect>> = looks.iter().map(place).collect();
    let mut drawn: Vec<usize> = Vec::new();
    let mut first = 0;
    while let Some(page) = looks.get(first).map(|l| l.page) {
        let end = looks.iter().skip(first).position(|l| l.page != page).map_or(looks.len(), |n| first + n);
        for i in first..end {
            let (Some(look), Some(Some(rect))) = (looks.get(i), places.get(i)) else { continue };
            let candidate = look.role == Role::Unmarked
                && !look.announced
                && look.tagged.is_none()
                && !look.slide_title
                && !is_bracketed(&look.title);
            // Its own text below it: a column's heading.
            let heads = looks.get(i + 1).zip(places.get(i + 1).copied().flatten()).is_some_and(|(n, r)| {
                n.page == page
                    && (n.is_table || n.role == Role::Body && whole(n) > PHRASE)
                    && r.y0 >= rect.y0
                    && r.x0 < rect.x1
                    && rect.x0 < r.x1
            });
            if !candidate || heads {
                continue;
            }
            let beside = (first..end).any(|j| {
                let (Some(other), Some(Some(o))) = (looks.get(j), places.get(j)) else { return false };
                let short = j != i
                    && !other.is_table
                    && other.role != Role::Label
                    && whole(other) <= PHRASE
                    && !other.title.contains('。');
                let height = rect.y1.min(o.y1) - rect.y0.max(o.y0);
                short
                    && height > 0.5 * rect.height().min(o.height())
                    && (o.x0 > rect.x1 + look.size || rect.x0 > o.x1 + look.size)
            });
            if beside {
                drawn.push(i);
            }
        }
        first = end;
    }
    for i in drawn {
        if let Some(look) = looks.get_mut(i) {
            look.role = Role::Drawn;
        }
    }
}

/// ⑤ in a wide box below the boxes ① to ④ is of the same drawing.
fn follow_drawn(looks: &mut [Look]) {
    let mut drawn: Vec<(usize, MarkerKind, u32)> = Vec::new();
    for look in looks {
        let Some((kind, number)) = look.marker.as_ref().and_then(|m| m.number.map(|n| (m.kind, n))) else { continue };
        if look.frame.is_some()
            && look.role == Role::Marked
            && number > 1
            && drawn.contains(&(look.page, kind, number - 1))
        {
            look.role = Role::Drawn;
        }
        if look.role == Role::Drawn {
            drawn.push((look.page, kind, number));
        }
    }
}

/// Typists leave out the blank after a marker here and there: 4-3市民参加 after 4-2 庁内組織 goes on with the sequence.
fn mend_markers(looks: &mut [Look]) {
    let mut last: Option<Marker> = None;
    for look in looks {
        if let Some(m) = &look.marker {
            if matches!(m.kind, MarkerKind::Compound(_)) {
                last = Some(m.clone());
            }
            continue;
        }
        let Some(before) = last.as_ref().filter(|_| look.rest.is_none() && !is_sentence(&look.title)) else { continue };
        let end = look.title.find(|c: char| !c.is_ascii_digit() && c != '-' && c != '.').unwrap_or(0);
        let (Some(printed), Some(title)) = (look.title.get(..end), look.title.get(end..)) else { continue };
        let split = |text: &str| {
            text.rfind(['-', '.'])
                .and_then(|at| Some((text.get(..at)?.to_owned(), text.get(at + 1..)?.parse::<u32>().ok()?)))
        };
        let (Some((head, number)), Some((head_before, number_before))) = (split(printed), split(&before.printed))
        else {
            continue;
        };
        if head == head_before && number == number_before + 1 && has_words(title) && title.chars().count() <= LONGEST {
            let marker = Marker { kind: before.kind, printed: printed.to_owned(), number: Some(number), len: end };
            look.title = title.to_owned();
            look.marker = Some(marker.clone());
            look.role = Role::Marked;
            last = Some(marker);
        }
    }
}

fn role(look: &Look, block: &Block, context: &Context<'_>) -> Role {
    if matches!(block.kind, BlockKind::Table(_)) {
        return Role::Body;
    }
    let text = look.title.as_str();
    let length = text.chars().count();
    if length == 0 {
        return Role::Label;
    }
    let longest = if look.strong { LONGEST_STRONG } else { LONGEST };
    if length > longest || is_sentence(text) || (length > PHRASE && ends_open(text)) {
        return Role::Body;
    }
    if is_calculation(text) {
        return Role::Body;
    }
    let is_label = document::is_label(text) || (look.page == 1 && look.marker.is_none() && document::is_issuer(text));
    if is_label {
        return Role::Label;
    }
    // 基本方針1 基本方針2 基本方針3: heads of columns on one line.
    let row_of_heads = look.marker.as_ref().filter(|m| m.kind == MarkerKind::Labelled).is_some_and(|m| {
        japanese::marker(text)
            .is_some_and(|n| n.kind == MarkerKind::Labelled && n.number == m.number.and_then(|n| n.checked_add(1)))
    });
    if row_of_heads {
        return Role::Drawn;
    }
    match look.marker.as_ref().map(|m| m.kind) {
        Some(MarkerKind::Bullet | MarkerKind::Arrow | MarkerKind::Note | MarkerKind::Jo) => Role::Body,
        Some(_) if has_words(text) => match framed_role(look, context) {
            Role::Drawn => Role::Drawn,
            _ => Role::Marked,
        },
        Some(_) => Role::Body,
        None if !has_words(text) || is_no_heading(text) || is_caption(text) => Role::Body,
        None if is_vertical(block) => Role::Drawn,
        None if text.starts_with('【') && is_bracketed(text) => framed_role(look, context),
        // [現状と課題], 《素案審議》; [単位:千円] is a note.
        None if text.starts_with(['[', '〔', '《', '≪']) && is_bracketed(text) && !text.contains(NOTES) => {
            framed_role(look, context)
        }
        // Small type is a label or a note, whatever adorns it; so is a word or two on a band.
        None if !look.strong || look.size < context.flow.body_size * SMALLER => Role::Body,
        None if length <= 2 && look.size < context.flow.body_size * BIGGER && look.tagged.is_none() => Role::Body,
        None => framed_role(look, context),
    }
}

/// A label set from top to bottom beside what it names.
fn is_vertical(block: &Block) -> bool {
    !block.lines.is_empty() && block.lines.iter().all(|l| l.vertical)
}

/// A line in a box of its own is a heading when the box is alone on its height: on a band across the page, or in a
/// filled box with nothing beside it. Boxes side by side are a diagram, and a box with more text in it a callout.
fn framed_role(look: &Look, context: &Context<'_>) -> Role {
    /// A box with so many blocks is a page's border or a section in a box, no callout.
    const SECTION: usize = 8;
    let Some(frame) = look.frame.and_then(|f| context.flow.frames.get(f)) else { return Role::Unmarked };
    let alone_in_frame = frame.blocks.len() <= 1 || frame.blocks.len() >= SECTION;
    let beside = context.flow.frames.iter().enumerate().any(|(i, o)| {
        let nested = o.bbox.contains_rect(&frame.bbox, 1.0) || frame.bbox.contains_rect(&o.bbox, 1.0);
        Some(i) != look.frame
            && o.page == frame.page
            && !nested
            && o.bbox.y0.max(frame.bbox.y0) < o.bbox.y1.min(frame.bbox.y1) - 2.0
    });
    // Boxes of one size are the labels of one drawing, wherever they stand.
    let alike = |o: &crate::layout::Frame| {
        let near = |a: f32, b: f32| (a - b).abs() <= 0.2 * b;
        o.page == frame.page && near(o.bbox.height(), frame.bbox.height()) && near(o.bbox.width(), frame.bbox.width())
    };
    let of_a_drawing = look.marker.is_none() && context.flow.frames.iter().filter(|o| alike(o)).count() > 2;
    if alone_in_frame && !beside && !of_a_drawing { Role::Unmarked } else { Role::Drawn }
}

/// Pages that are tables of contents: their lines repeat the headings to come.
fn contents_pages(context: &Context<'_>) -> Vec<usize> {
    let mut pages: Vec<usize> = Vec::new();
    let mut leaders: Vec<(usize, usize)> = Vec::new();
    for block in &context.flow.blocks {
        let page = block.page();
        if is_contents_title(&squeeze(&block.text)) && !pages.contains(&page) {
            pages.push(page);
        }
        let n = block.lines.iter().filter(|l| is_leader_line(&l.text)).count();
        match leaders.last_mut() {
            Some((p, count)) if *p == page => *count += n,
            _ => leaders.push((page, n)),
        }
    }
    // 目次 on a page with much running text is a short list of contents in it: only leader lines go then.
    pages.retain(|page| {
        let sentences = context
            .flow
            .blocks
            .iter()
            .filter(|b| b.page() == *page && b.text.contains('。') && b.text.chars().count() > LONGEST)
            .count();
        sentences < 2
    });
    for (page, n) in leaders {
        if n >= LEADER_LINES && !pages.contains(&page) {
            pages.push(page);
        }
    }
    pages
}

/// A slide's title: on a landscape page, the first line at the top in the biggest type of the page.
fn mark_slide_titles(looks: &mut [Look], context: &Context<'_>) {
    /// A slide's title stands in the upper part of the page.
    const TOP: f32 = 0.22;
    for page in &context.flow.pages {
        if page.width <= page.height {
            continue;
        }
        let on_page = || looks.iter().enumerate().filter(|(_, l)| l.page == page.number);
        let biggest = on_page().map(|(_, l)| l.size).max_by(f32::total_cmp).unwrap_or(0.0);
        let first = on_page().find(|(_, l)| {
            let top = context.flow.blocks.get(l.block).and_then(|b| b.lines.first()).map_or(f32::MAX, |l| l.bbox.y0);
            top <= page.height * TOP
                && l.size >= biggest * 0.93
                && l.strong
                && matches!(l.role, Role::Unmarked | Role::Marked | Role::Label)
                && !is_no_heading(&l.title)
                && has_words(&l.title)
                && !document::is_label(&l.title)
        });
        // Under the document's own title the first slide has no other.
        let has_title = on_page().any(|(_, l)| l.role == Role::Title);
        if let (Some((i, _)), false) = (first, has_title)
            && let Some(look) = looks.get_mut(i)
            && look.marker.is_none()
        {
            look.slide_title = true;
            look.role = Role::Unmarked;
        }
    }
}
