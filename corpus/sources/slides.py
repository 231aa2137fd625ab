"""Small helper over python-pptx: boxes, lines and ruled tables placed in millimetres."""
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Mm, Pt

ALIGN = {"l": PP_ALIGN.LEFT, "c": PP_ALIGN.CENTER, "r": PP_ALIGN.RIGHT}
ANCHOR = {"t": MSO_ANCHOR.TOP, "m": MSO_ANCHOR.MIDDLE, "b": MSO_ANCHOR.BOTTOM}


def colour(code):
    return RGBColor.from_string(code)


class Deck:
    def __init__(self, width, height, font, title, author):
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Mm(width), Mm(height)
        self.font = font
        self.file.core_properties.title = title
        self.file.core_properties.author = author
        self.slide = None

    def page(self):
        self.slide = self.file.slides.add_slide(self.file.slide_layouts[6])
        return self.slide

    def fill_text(self, frame, paragraphs, size, bold=False, align="l", ink="000000", spacing=None):
        """Each paragraph: a string, or (string, options) with size, bold, align, ink, indent, before."""
        if isinstance(paragraphs, str):
            paragraphs = [paragraphs]
        for number, entry in enumerate(paragraphs):
            text, own = entry if isinstance(entry, tuple) else (entry, {})
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.alignment = ALIGN[own.get("align", align)]
            space = own.get("spacing", spacing)
            if space:
                paragraph.line_spacing = space
            if "before" in own:
                paragraph.space_before = Pt(own["before"])
            hang = own.get("hang")
            if hang:  # hanging indent in points: the sign stands out to the left
                properties = paragraph._p.get_or_add_pPr()
                left = own.get("indent", 0) + hang
                properties.set("marL", str(Pt(left)))
                properties.set("indent", str(-Pt(hang)))
            if not text:  # an empty cell keeps the height of its text size
                paragraph._p.append(paragraph._p.makeelement(qn("a:endParaRPr"), {"lang": "ja-JP", "sz": str(int(size * 100))}))
                continue
            run = paragraph.add_run()
            run.text = text
            style = run.font
            style.size = Pt(own.get("size", size))
            style.bold = own.get("bold", bold)
            style.color.rgb = colour(own.get("ink", ink))
            self.set_font(run, own.get("font", self.font))

    @staticmethod
    def set_font(run, name):
        properties = run._r.get_or_add_rPr()
        properties.set("lang", "ja-JP")
        for tag in ("a:latin", "a:ea", "a:cs"):
            child = properties.makeelement(qn(tag), {"typeface": name})
            properties.append(child)

    def box(self, x, y, w, h, text="", size=12, fill=None, line=None, width=0.75, round=None,
            anchor="m", margin=1.5, shape=None, dash=False, **style):
        kind = shape or (MSO_SHAPE.ROUNDED_RECTANGLE if round else MSO_SHAPE.RECTANGLE)
        drawn = self.slide.shapes.add_shape(kind, Mm(x), Mm(y), Mm(w), Mm(h))
        if round:
            drawn.adjustments[0] = round
        own_style = drawn._element.find(qn("p:style"))
        if own_style is not None:  # the theme's style brings a shadow with it
            drawn._element.remove(own_style)
        if fill:
            drawn.fill.solid()
            drawn.fill.fore_color.rgb = colour(fill)
        else:
            drawn.fill.background()
        if line:
            drawn.line.color.rgb = colour(line)
            drawn.line.width = Pt(width)
            if dash:
                from pptx.enum.dml import MSO_LINE
                drawn.line.dash_style = MSO_LINE.DASH
        else:
            drawn.line.fill.background()
        frame = drawn.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = ANCHOR[anchor]
        frame.margin_left = frame.margin_right = Mm(margin)
        frame.margin_top = frame.margin_bottom = Mm(min(margin, 1))
        if text:
            self.fill_text(frame, text, size, **style)
        return drawn

    def arrow(self, x1, y1, x2, y2, ink="404040", width=1.25, head=True, both=False):
        drawn = self.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Mm(x1), Mm(y1), Mm(x2), Mm(y2))
        drawn.line.color.rgb = colour(ink)
        drawn.line.width = Pt(width)
        line = drawn.line._get_or_add_ln()
        if both:
            line.append(line.makeelement(qn("a:headEnd"), {"type": "triangle"}))
        if head:
            line.append(line.makeelement(qn("a:tailEnd"), {"type": "triangle"}))

    def table(self, x, y, widths, heights, rows, spans=(), size=10, header_rows=1, header_fill="D9E2F3",
              line=0.75, aligns=None, fills=None, anchor="m", margin=0.8, spacing=None, bold_header=False, ink="000000"):
        """rows of cells; a cell is a string, a list of paragraphs, or None where a merged cell covers it."""
        frame = self.slide.shapes.add_table(len(rows), len(widths), Mm(x), Mm(y), Mm(sum(widths)), Mm(sum(heights)))
        table = frame.table
        properties = table._tbl.tblPr
        for name in ("firstRow", "bandRow"):
            properties.set(name, "0")
        identity = properties.find(qn("a:tableStyleId"))
        if identity is not None:
            properties.remove(identity)
        for column, w in enumerate(widths):
            table.columns[column].width = Mm(w)
        for row, h in enumerate(heights):
            table.rows[row].height = Mm(h)
        for row, column, down, across in spans:
            table.cell(row, column).merge(table.cell(row + down - 1, column + across - 1))
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                cell = table.cell(row, column)
                cell.margin_left = cell.margin_right = Mm(margin)
                cell.margin_top = cell.margin_bottom = Emu(int(Mm(margin) * 0.4))
                cell.vertical_anchor = ANCHOR["m" if row < header_rows else anchor]
                fill = (fills or {}).get((row, column)) or (header_fill if row < header_rows else None)
                if fill:
                    cell.fill.solid()
                    cell.fill.fore_color.rgb = colour(fill)
                else:
                    cell.fill.background()
                self.rule(cell, line)
                align = "c" if row < header_rows else (aligns or {}).get((row, column)) or (aligns or {}).get(column, "l")
                if text is not None:
                    self.fill_text(cell.text_frame, text if text else "", size, align=align, spacing=spacing,
                                   bold=bold_header and row < header_rows, ink=ink)
        return table

    @staticmethod
    def rule(cell, width):
        properties = cell._tc.get_or_add_tcPr()
        lines = []
        for tag in ("a:lnL", "a:lnR", "a:lnT", "a:lnB"):
            line = properties.makeelement(qn(tag), {"w": str(Pt(width)), "cap": "flat", "cmpd": "sng", "algn": "ctr"})
            fill = line.makeelement(qn("a:solidFill"), {})
            fill.append(fill.makeelement(qn("a:srgbClr"), {"val": "000000"}))
            line.append(fill)
            lines.append(line)
        for index, line in enumerate(lines):  # the schema wants the rules before the fill
            properties.insert(index, line)

    def save(self, path):
        self.file.save(path)
