"""鶴ヶ島市: a word processor's paper of four pages. Usage: tsurugashima.py OUT.docx"""
import sys

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

MINCHO, GOTHIC = "IPAex明朝", "IPAexゴシック"
file = Document()
file.core_properties.title = "第６次鶴ヶ島市総合計画後期基本計画 策定基本方針"
file.core_properties.author = "鶴ヶ島市"
section = file.sections[0]
section.page_width, section.page_height = Mm(210), Mm(297)
section.left_margin = section.right_margin = Mm(24)
section.top_margin, section.bottom_margin = Mm(21), Mm(19)
section.footer_distance = Mm(10)


def set_font(style, name, size, bold=False):
    style.font.name, style.font.size, style.font.bold = name, Pt(size), bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if "Theme" in key or "theme" in key:
            del fonts.attrib[key]
    for key in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(key), name)


def shape(style, left=0, first=0, before=0, after=0, line=16.6, keep=False):
    form = style.paragraph_format
    form.left_indent, form.first_line_indent = Pt(left), Pt(first)
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    form.keep_with_next = keep
    form.widow_control = False


styles = file.styles
set_font(styles["Normal"], MINCHO, 10.5)
shape(styles["Normal"])
for level, (size, left, before) in enumerate([(13, 0, 11), (11, 7, 5), (10.5, 18, 2)], 1):
    style = styles[f"Heading {level}"]
    set_font(style, GOTHIC, size)
    style.font.color.rgb = None
    color = style.element.rPr.find(qn("w:color"))
    if color is not None:
        style.element.rPr.remove(color)
    shape(style, left, 0, before, 1, 19 if level == 1 else 16.6, True)


def heading(level, text):
    file.add_paragraph(text, style=f"Heading {level}")


def body(text, left=0):
    paragraph = file.add_paragraph(text)
    paragraph.paragraph_format.left_indent = Pt(left)
    paragraph.paragraph_format.first_line_indent = Pt(10.5)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def item(text):
    paragraph = file.add_paragraph(text)
    paragraph.paragraph_format.left_indent = Pt(60)
    paragraph.paragraph_format.first_line_indent = Pt(-21)


def field(paragraph, code):
    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = paragraph.add_run()
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


footer = section.footer.paragraphs[0]
footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
footer.paragraph_format.left_indent = Pt(0)
footer.add_run("- ")
field(footer, "PAGE")
footer.add_run(" -")

title = file.add_paragraph()
title.alignment = WD_ALIGN_PARAGRAPH.CENTER
shape(title, after=4, line=24)
run = title.add_run("第６次鶴ヶ島市総合計画後期基本計画　策定基本方針")
run.font.size, run.font.name = Pt(16), GOTHIC
run._r.rPr.rFonts.set(qn("w:eastAsia"), GOTHIC)

heading(1, "１．計画策定の趣旨")
body("本市のまちづくりは、令和２年３月に定めた「第６次鶴ヶ島市総合計画」に沿って行われています。基本構想に描いた将来像は「しあわせ共感　安心のまち　つるがしま」です。")
body("前期基本計画は、基本構想の「まちづくりの方向性（７つの政策分野）」を受けて４０施策を組み立て、さらに分野をまたいで進める３つの「重点戦略」を置き、将来像に近づくための取組を続けてきたものです。")
body("一方で、計画の開始と時を同じくして新型コロナウイルス感染症が広がり、その後の暮らしや働き方は大きく変わりました。デジタル化（ＤＸ）や脱炭素への転換（ＧＸ）も急速に進み、市政に求められるものは計画を定めた当時と同じではありません。")
body("そこで、これまで積み重ねた取組を土台としながら、先を見すえて新しい求めにこたえ、まちの力をさらに高めるため、次の３点を柱に内容を改め、令和７年度から１１年度までを計画期間とする「後期基本計画」を定めることとします。")
heading(2, "（1）人口減少社会への戦略的な対応")
body("基本構想は、人口が減り、年齢の構成が変わっていくことを避けられない前提として受け止めています。そのうえで、市の内外の人が行き交う魅力ある地域をつくり、まちの活力を将来へつなぐことを課題に挙げました。", 14)
body("後期基本計画では、統計や調査から市のいまの姿をつかみ、人口が減る時代に先手を打つ取組を示します。", 14)
heading(2, "（2）第２期鶴ヶ島市まち・ひと・しごと創生総合戦略の改訂")
body("前期基本計画の重点戦略は、そのまま「第２期鶴ヶ島市まち・ひと・しごと創生総合戦略」を兼ねており、本市の地方創生は総合計画と一つのものとして進められてきました。", 14)
body("この間、国では、離れた場所での勤務や地方への移住に目が向けられるようになったことなどを背景として、デジタル技術を地方創生の推進力とする「デジタル田園都市国家構想総合戦略」が定められています。", 14)
body("本市も国や県と歩調を合わせ、現行戦略の３つの重点戦略の考え方を残したままデジタルの視点を加え、「（仮称）鶴ヶ島市デジタル田園都市構想総合戦略」に改めます。改訂の作業は、後期基本計画の策定とあわせて行います。", 14)
heading(2, "(3) 鶴ヶ島市国土強靱化地域計画との関連性を明記")
body("国土強靱化に関する国の支援は、地域計画があるかどうかではなく、実施する事業や箇所が計画に書き込まれているかどうかを重く見る仕組みに変わりました。", 14)
body("今の「鶴ヶ島市国土強靱化地域計画」に個々の事業は載っていません。このため、総合計画との結び付きを後期基本計画の中ではっきりさせ、「総合計画の実施計画」を「国土強靱化を実現するための推進計画（アクションプラン）」として扱います。これにより、必要な事業に国の財源を生かせるようにします。", 14)

heading(1, "２．計画策定にあたっての基本的な視点")
file.paragraphs[-1].paragraph_format.page_break_before = True
views = [
    ("（1）前期基本計画の検証に基づく計画づくり", "施策ごとに達成の度合いを確かめ、うまくいかなかった点はその理由まで掘り下げます。その結果を踏まえ、将来像に近づくために残すもの、改めるもの、新たに始めるものを見きわめます。"),
    ("（2）社会情勢や市民ニーズを踏まえた計画づくり", "前期基本計画を定めた後に起きた世の中の動きや、多様になった市民の願いをとらえ、新しい課題に正面からこたえる計画とします。"),
    ("（3）市民参加による計画づくり", "市の将来やまちへの思いを幅広い立場の人から聞き取ります。参加の入口を複数用意し、寄せられた声を計画の中身に生かします。"),
    ("(4) 計画策定後の進行管理を見据えた計画づくり", "定めた後にどう進み具合を測り、見直していくのかを、つくる段階から考えておきます。行財政改革、施策の体系に合わせた組織の動かし方、市民との協働の広げ方など、実行を支える仕組みもあわせて示します。"),
    ("(5) 誰にもわかりやすい計画づくり", "計画は、市民と市が同じ課題を見つめ、同じ目標へ歩むためのものです。専門的な言い回しを避け、図や表も使い、初めて読む人にも内容が伝わるものとします。"),
    ("(6) 全職員が参加する計画づくり", "計画案は外部に任せきりにせず、職員どうしの議論を重ねて書き上げます。すべての職員が何らかの形で作業に加わることで、できあがった計画を自分の仕事として進める意識を育てます。"),
    ("(7) 個別計画と整合性のとれた計画づくり", "すでにある分野別の計画とは内容の食い違いが生じないように調整し、同じ時期につくられている計画とは検討の内容を互いに知らせ合いながら作業を進めます。"),
]
for name, text in views:
    heading(2, name)
    body(text, 14)

heading(1, "３．市民参加・市議会との連携")
heading(2, "（1）まちづくり審議会")
body("市民や有識者を委員とする会議です。市民意識調査の結果をはじめとする基礎資料をもとに、総合計画（素案）の内容を市民の立場から詳しく話し合います。", 14)
heading(2, "（2）市民参加")
heading(3, "①　情報の共有")
item("ア　策定過程の公表（審議会委員公募、審議会の公開、議事録公開等）")
item("イ　広報つるがしま等で進捗状況を公表")
heading(3, "②　職員が出向いて“市民の声”を幅広く聴取")
body("声を届ける方法を一つに限らず、いくつもの手立てを組み合わせ、これまで参加の機会が少なかった人にも加わってもらえるようにします。", 28)
item("ア　市民意識調査の実施")
item("イ　市民や各種団体等との意見交換")
item("ウ　その他、常時、意見・提案を募集")
heading(3, "③　素案の公表・意見募集")
body("まとめの途中の段階で素案を示し、パブリックコメントなどの方法で意見や提案を受け付けます。", 28)
heading(2, "(3) 市議会との連携")
body("「基本構想」と「基本計画」は、鶴ヶ島市議会基本条例により議会の議決を要するものとされています。", 14)
body("市民を代表する議会には作業の節目ごとに状況を報告し、意見を交わす機会を十分にとりながら策定を進めます。", 14)

heading(1, "４．計画策定体制")
heading(2, "（1）第６次鶴ヶ島市総合計画後期基本計画策定本部")
body("計画案を書き上げる庁内の組織として、市の幹部職員等からなる「第６次鶴ヶ島市総合計画策定本部」を置きます。本部がまとめた案は、経営会議に諮って最終案とします。", 14)
heading(3, "①　本体会議（副市長、部長級職員等）")
body("策定に関する庁内の最上位の会議です。市の将来見通しや計画の枠組み（市の将来像、基本目標、施策の大綱）を組み立てるほか、作業全体の進み具合を管理し、最終案をまとめます。", 28)
heading(3, "②　専門部会（関係部課長）")
body("部課長級の職員が受け持ちの分野を調べ、計画の素案を書きます。分野別に５部会とし、部会長には部長級職員を充てます。部会どうしの調整が要るときは、部会長会議を開きます。", 28)
heading(2, "（2）事務局")
body("総合政策部政策推進課が事務局となり、計画全体の調整と庶務を受け持ちます。", 14)
body("審議会の運営など策定作業の支えとして、コンサルタントの力も借りることとします。", 14)

heading(1, "５．主な策定作業スケジュール")
YEARS = [
    ("令和\n５年度", [
        ("４～６月", ["《策定基本方針等、庁内準備作業》", "・策定方針の決定", "・庁内検討組織等設置"]),
        ("７～９月", ["《市民意識調査及び基礎調査・ニーズ等の把握》", "・アンケートの実施", "・各種団体へのヒアリング実施",
                   "《現行計画の分析》", "・前期基本計画の進捗確認・分析と課題抽出", "・施策の成果・課題の把握（各課ヒアリング）"]),
        ("10～12月", ["《調査結果の分析・まとめ》", "・議会報告、公表"]),
        ("１～３月", ["《後期基本計画の素案検討》", "・各課ヒアリング"])]),
    ("令和\n６年度", [
        ("４～６月", ["《素案審議・まとめ》", "・素案作成", "・まちづくり審議会による素案審議", "・素案まとめ",
                   "《素案公表》", "・パブリックコメント実施", "・意見交換会等の実施"]),
        ("７～９月", ["《後期基本計画の原案決定》", "・基本構想・基本計画の原案作成"]),
        ("10～12月", ["《議案の提出・議決》", "・議案（基本構想、基本計画）提出"]),
        ("１～３月", ["《計画の策定》"])]),
]
table = file.add_table(rows=1, cols=3)
table.style = "Table Grid"
table.alignment = WD_TABLE_ALIGNMENT.CENTER
table.autofit = False
WIDTHS = [Mm(22), Mm(28), Mm(108)]


def put(cell, lines, align=WD_ALIGN_PARAGRAPH.LEFT, shade=None, font=None):
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = align
        if line.startswith("・"):
            paragraph.paragraph_format.left_indent = Pt(21)
            paragraph.paragraph_format.first_line_indent = Pt(-10.5)
        run = paragraph.add_run(line)
        if font:
            run.font.name = font
            run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), font)
    if shade:
        mark = OxmlElement("w:shd")
        for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", shade)):
            mark.set(qn(key), value)
        cell._tc.get_or_add_tcPr().append(mark)


def row_option(row, tag):
    mark = OxmlElement(tag)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


for cell, text in zip(table.rows[0].cells, ["年　度", "月", "主 な 作 業 内 容"]):
    put(cell, [text], WD_ALIGN_PARAGRAPH.CENTER, "D9D9D9", GOTHIC)
row_option(table.rows[0], "w:tblHeader")
for year, quarters in YEARS:
    start = len(table.rows)
    for months, work in quarters:
        row = table.add_row()
        row_option(row, "w:cantSplit")
        put(row.cells[1], [months], WD_ALIGN_PARAGRAPH.CENTER)
        put(row.cells[2], work)
    merged = table.cell(start, 0).merge(table.cell(len(table.rows) - 1, 0))
    for extra in merged.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    put(merged, year.split("\n"), WD_ALIGN_PARAGRAPH.CENTER)
for column, width in zip(table.columns, WIDTHS):
    column.width = width
for row in table.rows:
    for cell, width in zip(row.cells, WIDTHS):
        cell.width = width
file.save(sys.argv[1])
