//! Pages as pictures, drawn by hayro without any system library.
//!
//! A font that the PDF does not embed is looked for among those of the system (Japanese: Noto, IPA, Hiragino, Yu, MS);
//! where there is none, Japanese set in it does not show, and the page says so. A page that hayro cannot draw costs that
//! page: its boxes stand on white.

use std::io::{self, Cursor};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::{FallbackFontQuery, FontData, FontQuery};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use walkdir::WalkDir;

/// The longest side of a picture: an A0 plan sheet at full resolution would take a gigabyte.
const MOST_PIXELS: f32 = 4_000.0;
/// Levels of grey of a page without colours: text needs no more to look smooth.
const GREY_BITS: u8 = 4;
/// Bits of each colour: photographs still look like photographs, and take half the room.
const COLOUR_BITS: u8 = 5;

/// A picture of a page.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Page, from 1.
    pub page: usize,
    /// A PNG.
    pub bytes: Vec<u8>,
}

/// Pictures of a document.
#[derive(Debug, Clone, Default)]
pub struct Pictures {
    /// Of the pages that could be drawn, in order.
    pub pages: Vec<Picture>,
    /// Pages that could not be drawn.
    pub failed: Vec<usize>,
    /// Whether the document uses a Japanese font that neither it nor the system has.
    pub font_missing: bool,
}

/// Draws the pages (from 1) that are wanted, at so many dots per inch.
#[must_use]
pub fn draw(bytes: &[u8], dpi: f32, wanted: &dyn Fn(usize) -> bool) -> Pictures {
    let mut out = Pictures::default();
    let loaded = catch_unwind(AssertUnwindSafe(|| Pdf::new(bytes.to_vec())));
    let Ok(Ok(pdf)) = loaded else { return out };
    let missing = Arc::new(AtomicBool::new(false));
    let settings = settings(&missing);
    let cache = RenderCache::new();
    for (index, page) in pdf.pages().iter().enumerate() {
        let number = index + 1;
        if !wanted(number) {
            continue;
        }
        let (width, height) = page.render_dimensions();
        let longest = width.max(height);
        let sound = longest.is_finite() && width >= 1.0 && height >= 1.0;
        let scale = (dpi / 72.0).min(MOST_PIXELS / longest.max(1.0));
        let pixmap = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        // Nothing drawn so far is looked at again after a panic, the cache aside, which only holds whole glyphs.
        let drawn = sound.then(|| {
            catch_unwind(AssertUnwindSafe(|| render(page, &cache, &settings, &RenderSettings::default(), &pixmap)))
        });
        match drawn.and_then(Result::ok).and_then(|pixmap| encode(&pixmap).ok()) {
            Some(bytes) => out.pages.push(Picture { page: number, bytes }),
            None => out.failed.push(number),
        }
    }
    out.font_missing = missing.load(Ordering::Relaxed);
    out
}

fn settings(missing: &Arc<AtomicBool>) -> InterpreterSettings {
    let missing = Arc::clone(missing);
    InterpreterSettings {
        font_resolver: Arc::new(move |query| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(query) => {
                let name = query.post_script_name.as_deref().or(query.font_name.as_deref()).unwrap_or_default();
                if query.character_collection.is_some() || is_japanese(name) {
                    if let Some(font) = system_font(query) {
                        return Some(font);
                    }
                    missing.store(true, Ordering::Relaxed);
                }
                Some(query.pick_standard_font().get_font_data())
            }
        }),
        ..InterpreterSettings::default()
    }
}

/// Whether a font that is not embedded has a name that Japanese programs give.
fn is_japanese(name: &str) -> bool {
    const NAMES: [&str; 10] =
        ["mincho", "gothic", "heisei", "kozmin", "kozgo", "ryumin", "meiryo", "hiragino", "明朝", "ゴシック"];
    let name = name.to_lowercase();
    NAMES.iter().any(|n| name.contains(n))
}

/// A Japanese font of the system: first those with serifs where such is asked for.
fn system_font(query: &FallbackFontQuery) -> Option<(FontData, u32)> {
    static FONTS: OnceLock<[Option<FontData>; 2]> = OnceLock::new();
    let [mincho, gothic] = FONTS.get_or_init(|| {
        let files = font_files();
        [load(&files, &MINCHO), load(&files, &GOTHIC)]
    });
    let name = query.post_script_name.as_deref().unwrap_or_default().to_lowercase();
    let serif = ["mincho", "ryumin", "kozmin", "heiseimin", "明朝"].iter().any(|n| name.contains(n)) || query.is_serif;
    let font = if serif { mincho.as_ref().or(gothic.as_ref()) } else { gothic.as_ref().or(mincho.as_ref()) };
    // The first face of a collection: in those named below it is the Japanese one.
    font.map(|font| (Arc::clone(font), 0))
}

const MINCHO: [&str; 7] = [
    "notoserifcjkjp-regular",
    "notoserifcjk-regular",
    "notoserifjp-regular",
    "ipaexm",
    "ipam",
    "hiragino mincho",
    "yumin",
];
const GOTHIC: [&str; 9] = [
    "notosanscjkjp-regular",
    "notosanscjk-regular",
    "notosansjp-regular",
    "ipaexg",
    "ipag",
    "ヒラギノ角ゴシック w3",
    "yugothr",
    "meiryo",
    "msgothic",
];

fn font_files() -> Vec<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let mut files: Vec<PathBuf> = [
        PathBuf::from("/usr/share/fonts"),
        PathBuf::from("/usr/local/share/fonts"),
        home.join(".fonts"),
        home.join(".local/share/fonts"),
        PathBuf::from("/System/Library/Fonts"),
        PathBuf::from("/Library/Fonts"),
        PathBuf::from("C:\\Windows\\Fonts"),
    ]
    .iter()
    .flat_map(|folder| WalkDir::new(folder).into_iter().filter_map(Result::ok))
    .filter(|e| e.file_type().is_file())
    .map(walkdir::DirEntry::into_path)
    .collect();
    files.sort();
    files
}

/// The first of the names that there is.
fn load(files: &[PathBuf], names: &[&str]) -> Option<FontData> {
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let path = names.iter().find_map(|name| files.iter().find(|path| stem(path) == *name))?;
    let bytes: FontData = Arc::new(std::fs::read(path).ok()?);
    Some(bytes)
}

/// As PNG: pages without colours in a few greys, others in fewer colours than a screen has.
fn encode(pixmap: &Pixmap) -> io::Result<Vec<u8>> {
    let (width, height) = (pixmap.width(), pixmap.height());
    // The ground is opaque, so there is no transparency to undo.
    let rgba = pixmap.data_as_u8_slice();
    let pixels = || rgba.chunks_exact(4).map(|p| [p.first(), p.get(1), p.get(2)].map(|c| c.copied().unwrap_or(255)));
    let is_grey = pixels().all(|[r, g, b]| r.abs_diff(g).max(g.abs_diff(b)) <= 2);
    if is_grey {
        let levels: Vec<u8> = pixels().map(|[_, g, _]| g >> (8 - GREY_BITS)).collect();
        let packed: Vec<u8> = levels
            .chunks(usize::from(width))
            .flat_map(|row| row.chunks(2))
            .map(|pair| pair.first().map_or(0, |p| p << 4) | pair.get(1).copied().unwrap_or(0))
            .collect();
        return png(width, height, png::ColorType::Grayscale, png::BitDepth::Four, &packed);
    }
    // White stays white: what is lost at the bottom is filled up from the top.
    let fewer = |c: u8| (c >> (8 - COLOUR_BITS) << (8 - COLOUR_BITS)) | (c >> COLOUR_BITS);
    let rgb: Vec<u8> = pixels().flatten().map(fewer).collect();
    png(width, height, png::ColorType::Rgb, png::BitDepth::Eight, &rgb)
}

fn png(width: u16, height: u16, color: png::ColorType, depth: png::BitDepth, data: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Cursor::new(Vec::new());
    let mut encoder = png::Encoder::new(&mut out, u32::from(width), u32::from(height));
    encoder.set_color(color);
    encoder.set_depth(depth);
    let mut writer = encoder.write_header().map_err(io::Error::other)?;
    writer.write_image_data(data).map_err(io::Error::other)?;
    writer.finish().map_err(io::Error::other)?;
    Ok(out.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_a_picture_with_ink() {
        let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/mine.pdf")).unwrap();
        let pictures = draw(&bytes, 72.0, &|page| page == 2);
        assert_eq!(pictures.pages.iter().map(|p| p.page).collect::<Vec<_>>(), [2]);
        let picture = &pictures.pages[0];
        let decoder = png::Decoder::new(Cursor::new(&picture.bytes));
        let mut reader = decoder.read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        // A4 (594.96 by 841.92 points here) at a dot per point, in whole dots; text leaves some ink and much paper.
        assert_eq!((info.width, info.height), (594, 841));
        let dark = data.iter().filter(|b| **b < 0x60).count();
        assert!(dark > 500 && dark < data.len() / 2, "{dark} of {}", data.len());
    }

    #[test]
    fn what_is_no_pdf_gives_nothing() {
        assert!(draw(b"%PDF-1.7 and nothing else", 72.0, &|_| true).pages.is_empty());
    }
}
