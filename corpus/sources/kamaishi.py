"""釜石市: a 16:9 deck of eleven slides for a meeting. Usage: kamaishi.py OUT.pptx"""
import sys

from slides import Deck

W, H = 254, 142.875
deck = Deck(W, H, "Noto Sans CJK JP", "第六次釜石市総合計画 後期基本計画の策定について", "釜石市 総務企画部総合政策課")
BLUE, MID, PALE, GREEN, YELLOW, RED = "003A80", "9DC3E6", "DEEBF7", "E2F0D9", "FFF2CC", "C00000"
VISION = "一人ひとりが学びあい 世界とつながり 未来を創るまちかまいし"
SPIRIT = "～多様性を認めあいながらトライし続ける不屈のまち～"


def slide(number, title):
    deck.page()
    deck.box(0, 0, W, 13, title, size=20, fill=BLUE, ink="FFFFFF", bold=True, margin=4)
    deck.box(0, 13, W, 1.2, fill=MID)
    deck.box(W - 16, H - 8, 12, 6, str(number), size=9, align="r", ink="595959")


def caption(text, y=18, x=10, w=120):
    deck.box(x, y, w, 9, text, size=15, bold=True, ink=BLUE)


# 1: cover, without a number
deck.page()
deck.box(0, 0, W, 5, fill=BLUE)
deck.box(W - 52, 9, 42, 9, "資料No. 2", size=13, line="000000", width=1, align="c")
deck.box(27, 42, 200, 30, ["第六次釜石市総合計画", "後期基本計画の策定について"], size=28, bold=True, align="c", spacing=0.95)
deck.box(40, 76, 174, 1, fill=BLUE)
deck.box(60, 100, 134, 9, "総務企画部総合政策課", size=16, align="c")
deck.box(0, H - 5, W, 5, fill=BLUE)

# 2
slide(1, "目　次")
deck.box(62, 40, 150, 66, [("1) 釜石市総合計画の概要", {}), ("2) 後期基本計画素案について", {"before": 16}), ("3) 今後の予定", {"before": 16})], size=20)

# 3
slide(2, "釜石市総合計画の概要①")
deck.box(57, 19, 140, 9, "目指す釜石の将来像", size=17, bold=True, ink=BLUE, align="c")
deck.box(20, 31, 214, 32, [(VISION, {"bold": True, "size": 18}), (SPIRIT, {"size": 14, "before": 4})], fill="EAF1FB", line=BLUE, width=1.5, round=0.2, align="c", spacing=0.95)
deck.box(24, 73, 90, 9, "【計画の期間】", size=16, bold=True)
deck.box(34, 84, 130, 11, "令和３年度～令和１２年度", size=20, bold=True)
deck.box(34, 103, 130, 16, ["※実施計画は３年間単位で", "　１年ごとのローリング"], size=13)

# 4
slide(3, "釜石市総合計画の概要②")
caption("総合計画の役割")
deck.box(14, 30, 226, 9, "第六次釜石市総合計画には、大きく二つの役割があります。", size=13)
deck.box(14, 42, 226, 10, "①当市の行財政運営の最高指針", size=15, fill=PALE, line=MID, bold=True)
deck.box(20, 54, 220, 14, "どの分野で何に取り組むのかを一つの体系にまとめ、市の仕事とお金の使い方のよりどころとするもの。", size=13, anchor="t")
deck.box(14, 73, 226, 10, "②まちづくりの方向性を示す", size=15, fill=PALE, line=MID, bold=True)
deck.box(20, 85, 220, 40, [
    "市民の皆さんや企業・団体等に市がめざす道筋を伝え、まちづくりへ自ら加わっていただくための呼びかけとなるもの。",
    ("国・県や近隣の市町村に対しても当市の考えを明らかにし、力を合わせて事業を進める土台となるもの。", {"before": 6})], size=13, anchor="t")

# 5
slide(4, "釜石市総合計画の概要③")
caption("総合計画の構成")
parts = [
    ("基本構想", "これからの釜石がどのような姿をめざすのかを描き、その実現に向けた目標と施策の大きな柱を定めるものです。"),
    ("基本計画", "基本構想の柱ごとに、中長期の見通しのもとで各分野の手立てを組み合わせて整理するもので、進み具合を測る重点業績成果指標（ＫＰＩ）＊を置きます。"),
    ("実施計画", "基本計画の施策を年度ごとの事業に落とし込むもので、翌年度の予算を組むときの骨組みになります。"),
]
for i, (name, meaning) in enumerate(parts):
    y = 31 + 33 * i
    deck.box(14, y, 44, 27, name, size=17, fill=MID, line=BLUE, width=1, bold=True, align="c")
    deck.box(60, y, 180, 27, meaning, size=13, line=BLUE, width=1, margin=3)

# 6
slide(5, "釜石市総合計画の概要④")
caption("総合計画の期間")
years = ["R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12"]
left, step = 44, 19.6
for i, year in enumerate(years):
    deck.box(left + step * i, 38, step, 8, year, size=11, line="7F7F7F", width=0.5, align="c", fill="F2F2F2")
for y, name in [(51, "基本構想"), (69, "基本計画"), (90, "実施計画")]:
    deck.box(10, y, 32, 12, name, size=13, bold=True, align="r")
deck.box(left, 51, step * 10, 12, "　　　　　　　基本構想（10年間）", size=13, fill=MID, line=BLUE)
deck.box(left, 69, step * 5, 12, "前期基本計画（5年間）", size=13, fill=PALE, line=BLUE, align="c")
deck.box(left + step * 5, 69, step * 5, 12, "後期基本計画（5年間）", size=13, fill=YELLOW, line=BLUE, align="c", bold=True)
for i in range(3):
    deck.box(left + step * i, 88 + 11 * i, step * 3, 9, "3年間", size=11, fill="C5E0B4", line="548235", align="c")
deck.arrow(left + step * 5, 36, left + step * 5, 124, ink=RED, width=2, head=False)
deck.box(left + step * 5 - 20, 27, 40, 8, "中間年度", size=13, bold=True, ink=RED, align="c")

# 7
slide(6, "後期基本計画策定に向けた取組①")
deck.box(57, 15.5, 140, 7, "第六次釜石市総合計画", size=13, bold=True, align="c")
deck.box(24, 23, 206, 15, [(VISION, {"bold": True, "size": 14}), (SPIRIT, {"size": 10})], fill="EAF1FB", line=BLUE, width=1.25, align="c", spacing=0.9)
columns = [
    ("計画の推進", [("協働によるまちづくりの推進", {"bold": True}), "全市民参加でつくるまち", ("多様な連携と交流によるまち", {"bold": True, "before": 14}),
                 "（地方創生・多文化共生・広域連携の推進）", ("効率的・安定的な行財政運営ができるまち", {"bold": True, "before": 14}), "（行財政改革の推進）"]),
    ("まちづくりの基本目標", [(t, {"before": 10 if i else 3}) for i, t in enumerate([
        "過去に学びみんなが命を守るまち", "地域と人のつながりの中でみんなが育つまち", "未来をつくる人と産業が育つまち",
        "人と自然が共存し安心して暮らせるまち", "あらゆる人の幸せをみんなで考えつくるまち"])]),
    ("重点施策の展開", [(t, {"hang": 12, "before": 3}) for t in [
        "・少子化対策、移住定住の推進", "・健康寿命日本一へのトライ", "・地域の特性を踏まえた持続可能な交通体系の構築",
        "・あらゆる産業の人材育成と多様な働き方の推進", "・新たな分野への挑戦と国際貿易を通じた未来産業の集積",
        "・三陸・釜石の特色を生かした観光振興", "・ＩＣＴ、オンラインなどを活用した学びの多様性の実現",
        "・釜石らしさを生かした育ちのデザイン", "・「ラグビーのまち釜石」の推進", "・自助・共助・公助による防災まちづくりの推進"]]),
]
x = 8
for (name, lines), w in zip(columns, [70, 70, 94]):
    deck.box(x, 41, w, 8, name, size=13, fill=BLUE, ink="FFFFFF", bold=True, align="c")
    deck.box(x, 49, w, 84, lines, size=12, line=BLUE, width=1, anchor="t", margin=2, spacing=0.92)
    x += w + 2

# 8
slide(7, "後期基本計画策定に向けた取組②")
deck.box(10, 17, 100, 9, "【基本計画体系図】", size=15, bold=True)
deck.box(14, 28, 150, 10, "第１部　計画の推進", size=14, fill=PALE, line=BLUE, width=1, bold=True)
deck.box(14, 42, 150, 10, "第２部　基本目標ごとの施策", size=14, fill=PALE, line=BLUE, width=1, bold=True)
chapters = ["第１章〈保健福祉〉あらゆる人の幸せをみんなで考えつくるまち", "第２章〈生活環境〉人と自然が共生し安心して暮らせるまち",
            "第３章〈産業雇用〉未来をつくる人と産業が育つまち", "第４章〈教育文化〉地域と人のつながりの中でみんなが育つまち",
            "第５章〈危機対応〉過去に学びみんなが命を守れるまち"]
deck.arrow(20, 52, 20, 123, ink=BLUE, head=False)
for i, text in enumerate(chapters):
    deck.arrow(20, 62 + 15.2 * i, 28, 62 + 15.2 * i, ink=BLUE, head=False)
    deck.box(28, 57 + 15.2 * i, 152, 10, text, size=12.5, line=BLUE, width=1)
deck.box(198, 66, 46, 24, ["各章の中身を", "改めています。"], size=13, fill=YELLOW, line=RED, width=1.5, round=0.15, bold=True, align="c")
deck.arrow(196, 78, 182, 78, ink=RED, width=2)

# 9
slide(8, "後期基本計画策定に向けた取組③")
deck.box(10, 15, 120, 8, "後期基本計画策定体制図", size=14, bold=True, ink=BLUE)
deck.box(8, 23, 238, 13, ["・市民が話し合いの場に加わり、互いの考えをすり合わせながら計画をまとめます。",
                         "・日々の事業を受け持つ職員も初めから作業に入り、実行できる計画に仕上げます。"], size=10.5, line="7F7F7F", spacing=0.9)
deck.box(8, 40, 84, 35, [("かまいし未来づくりプロジェクト", {"bold": True, "size": 12}),
    ("・「保健福祉」「教育文化」「産業雇用」「生活環境」「危機対応」「地域づくり」の６つの分野に分かれ、前期の取組を省みて現状と課題をとらえ、次に力を入れる施策を話し合う。", {"hang": 11, "before": 2})],
    size=11, fill=GREEN, line="548235", width=1, round=0.1, anchor="t", margin=2, spacing=0.9)
deck.box(8, 80, 84, 32, [("地域会議", {"bold": True, "size": 12}),
    ("・「釜石地区」「平田地区」「中妻地区」「甲子地区」「小佐野地区」「鵜住居地区」「栗橋地区」「唐丹地区」の８地区がそれぞれの地区別計画を話し合う。", {"hang": 11, "before": 2})],
    size=11, fill=GREEN, line="548235", width=1, round=0.1, anchor="t", margin=2, spacing=0.9)
deck.box(116, 45, 56, 24, [("庁内", {"bold": True, "size": 12, "align": "c"}), "・総合計画策定委員会", "・庁内作業部会"], size=10.5, fill=YELLOW, line=BLUE, width=1.25, spacing=0.9)
deck.box(112, 84, 66, 20, [("釜石市総合振興審議会", {"bold": True, "size": 11}), ("〔関係機関・団体の役職員等で構成〕", {"size": 8.5}), ("基本計画、実施計画等の審議", {"size": 9.5})],
         fill=PALE, line=BLUE, width=1.25, align="c", spacing=0.85)
deck.box(117, 106, 56, 8, "釜石市総合振興審議会部会", size=10, line=BLUE, width=1, align="c")
deck.box(204, 45, 42, 11, "釜石市議会", size=11.5, fill=PALE, line=BLUE, width=1.25, bold=True, align="c")
deck.box(204, 88, 42, 11, "外部専門家", size=11.5, line=BLUE, width=1, align="c", dash=True)
deck.arrow(93, 57, 115, 57, both=True)
deck.box(94, 50, 20, 6, "連携", size=10, align="c")
deck.arrow(93, 94, 111, 94, both=True)
deck.box(92, 87, 20, 6, "連携", size=10, align="c")
deck.arrow(173, 49, 203, 49)
deck.box(178, 42, 20, 6, "説明", size=10, align="c")
deck.arrow(203, 54, 173, 54)
deck.box(178, 55, 20, 6, "意見聴取", size=10, align="c", margin=0)
deck.arrow(137, 70, 137, 83)
deck.box(122, 73, 14, 6, "諮問", size=10, align="r")
deck.arrow(151, 83, 151, 70)
deck.box(152, 73, 14, 6, "答申", size=10)
deck.arrow(179, 94, 203, 94, both=True)
deck.box(181, 87, 20, 6, "連携", size=10, align="c")
deck.arrow(173, 66, 212, 87, both=True)
deck.box(194, 70, 20, 6, "連携", size=10, align="c")
deck.box(8, 117, 84, 7, "アンケートや意見募集でも市民の声を集めます。", size=10, margin=0.5)
deck.box(30, 125, 78, 9, "パブリックコメント", size=11.5, fill=GREEN, line="548235", width=1, align="c")
deck.box(142, 125, 78, 9, "市民満足度調査", size=11.5, fill=GREEN, line="548235", width=1, align="c")

# 10
HEAD = ["年月", "庁内", "市民・未来づくりＰＪ", "総合振興審議会・市議会"]
slide(9, "経過①")
deck.box(8, 16, 60, 8, "令和６年度", size=14, bold=True)
deck.table(8, 26, [20, 67, 81, 70], [9, 14, 14, 18, 14, 14, 18], [HEAD,
    ["10月", "第1回総合計画策定委員会（10/8）", "", ""],
    ["11月", "庁内作業部会（評価・検証）", "", ""],
    ["12月", "", ["未来づくりプロジェクト（12/20・12/23）", "吉野先生講演・前期の振り返り"], ["釜石市総合振興審議会（12/4）", "スケジュールの共有"]],
    ["1月", "", "市民満足度調査（1/24～2/14）", "市議会議員全員協議会（1/21）"],
    ["2月", "", "", ""],
    ["3月", "", ["未来づくりプロジェクト（3/21・24）", "後期期間における主な施策"], ""]],
    size=10.5, aligns={0: "c"}, fills={(r, 0): PALE for r in range(1, 7)}, header_fill=MID, spacing=0.9, margin=1.2, bold_header=True)

# 11: this table has half-width tildes and brackets, as two hands made the two slides
slide(10, "経過②")
deck.box(8, 14.5, 60, 7, "令和７年度", size=13, bold=True)
deck.table(8, 22, [20, 68, 76, 74], [7, 9, 9, 6.5, 6.5, 12.5, 6.5, 9.5, 6.5, 6.5, 12.5, 6.5, 7], [HEAD,
    ["4月", ["第1回総合計画策定委員会(4/15)", "庁内作業部会(主な施策)"], "", ""],
    ["5月", "↓", ["未来づくりプロジェクト(5/28・5/29)", "主な施策の検討"], ""],
    ["6月", "", "", ""],
    ["7月", "", "地域会議(地区別計画)", ""],
    ["8月", "第2回総合計画策定委員会(8/25)", ["未来づくりプロジェクト(8/26)", "全市民参加型のまちづくりの検討", "キャッチフレーズの検討"], ""],
    ["9月", "", "", ""],
    ["10月", ["優先プロジェクトに係る市長・副市長と各部との調整(10/3)"], "", ""],
    ["11月", "", "", "市議会議員全員協議会(11/25)"],
    ["12月", "第3回総合計画策定委員会(12/16)", "(P)未来づくりプロジェクト(延期)", "総合振興審議会(全体・諮問)12/24"],
    ["1月", "第4回総合計画策定委員会(未定)", ["ディシデム・パブリックコメント(12/25~1/23)", "市政懇談会(1/13~1/27)"], ["市議会議員全員協議会(1/15)", "※実施計画", "総合振興審議会(全体・答申)1/28"]],
    ["2月", "", "未来づくりプロジェクト", "市議会議員全員協議会(2/10)"],
    ["3月", [("第六次釜石市総合計画後期基本計画策定", {"bold": True})], None, None]],
    spans=[(12, 1, 1, 3)], size=9.5, aligns={0: "c", (12, 1): "c"}, fills={**{(r, 0): PALE for r in range(1, 13)}, (12, 1): YELLOW},
    header_fill=MID, spacing=0.82, margin=1, bold_header=True)

deck.save(sys.argv[1])
