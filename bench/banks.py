"""Checking and importing banks, beside a floor that splits the same files into lines and hashes each line.

Run: ``python bench/banks.py [--json] [--items 100000]``. It writes a library of made-up items of every kind to a
temporary folder and runs ``edu`` on one core: cold, again unchanged, on the shipped content, and on a Word paper.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
ITEMS_A_FILE = 1_000
WORDS = (
    "保证金", "结算价", "持仓", "交割", "平仓", "涨跌停板", "套期保值", "期权", "权利金", "行权",
    "基差", "仓单", "强行平仓", "追加", "风险度", "夜盘", "合约", "限仓", "大户报告", "做市",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """Wall time in seconds and the largest resident memory in megabytes of a finished program."""

    seconds: float
    megabytes: float


def words(rng: random.Random, count: int) -> str:
    """A made-up phrase; long enough that hardly two are alike."""
    return "".join(rng.choice(WORDS) for _ in range(count))


def a_choice(rng: random.Random, number: int, keys: str) -> str:
    """A choice item with four options."""
    options = "\n".join(f"- {letter}. {words(rng, 3)}{letter}" for letter in "ABCD")
    return f"## {words(rng, 5)}中第 {number} 类情形，符合规定的是（ ）。\n\n{options}\n\n编号：b-{number}\n答案：{keys}"


def a_true_false(rng: random.Random, number: int) -> str:
    """A statement."""
    return f"## {words(rng, 6)}应当在 {number} 分钟内完成。\n\n编号：b-{number}\n答案：{rng.choice(('正确', '错误'))}"


def a_fill_in(rng: random.Random, number: int) -> str:
    """Two blanks."""
    answers = f"{words(rng, 1)}|{words(rng, 2)}；{words(rng, 1)}"
    return f"## {words(rng, 5)}{number} 由____和____组成。\n\n编号：b-{number}\n答案（不分顺序）：{answers}"


def a_number(rng: random.Random, number: int) -> str:
    """A fixed number."""
    return f"## {words(rng, 5)}共 {number} 手，每手 10 吨，合计____吨。\n\n编号：b-{number}\n答案：{number * 10} ± 1"


def a_variant(rng: random.Random, number: int) -> str:
    """Parameters and a typical mistake."""
    return (
        f"## {words(rng, 5)}{number}：买入 {{{{手数}}}} 手，每手 10 吨，每吨 {{{{价格}}}} 元，货值____元。\n\n"
        f"编号：b-{number}\n"
        "参数：手数 = 1..5；价格 = 3000..4000 每 10\n"
        "答案：{{手数 × 10 × 价格}} ± 1\n常见错误：{{手数 × 价格}} → 漏乘吨数"
    )


def a_written(rng: random.Random, number: int) -> str:
    """A rubric of two points."""
    points = f"- {words(rng, 3)}（2 分）\n- {words(rng, 3)}（3 分）"
    return f"## 简述{words(rng, 5)}{number}。\n\n编号：b-{number}\n评分要点：\n{points}"


def an_item(rng: random.Random, number: int) -> str:
    """One of the kinds, as often as banks have them."""
    share = number % 100
    if share < 45:
        text = a_choice(rng, number, rng.choice("ABCD"))
    elif share < 65:
        text = a_choice(rng, number, "".join(sorted(rng.sample("ABCD", 2))))
    elif share < 80:
        text = a_true_false(rng, number)
    elif share < 93:
        text = a_fill_in(rng, number)
    elif share < 97:
        text = a_number(rng, number)
    elif share < 98:
        text = a_variant(rng, number)
    else:
        text = a_written(rng, number)
    return f"{text}\n解析：{words(rng, 12)}。\n依据：第 {number} 条\n"


def write_library(folder: Path, count: int) -> None:
    """The shipped content with ``count`` made-up items beside it."""
    shutil.copytree(ROOT / "content", folder)
    rng = random.Random(7)
    for start in range(0, count, ITEMS_A_FILE):
        items = (an_item(rng, number) for number in range(start, min(start + ITEMS_A_FILE, count)))
        head = f"---\n题库: 第 {start} 题起\n用途: 考核\n考点: 综合\n---\n\n"
        (folder / f"questions/bench-{start:06d}.md").write_text(head + "\n".join(items), encoding="utf-8")


def write_paper(file: Path, count: int) -> None:
    """A Word paper of ``count`` single-choice items with keys in place."""
    from docx import Document

    rng, document = random.Random(8), Document()
    for number in range(1, count + 1):
        document.add_paragraph(f"{number}. {words(rng, 6)}，符合规定的是（ ）。")
        for letter in "ABCD":
            document.add_paragraph(f"{letter}. {words(rng, 3)}{letter}")
        document.add_paragraph(f"答案：{rng.choice('ABCD')}")
        document.add_paragraph(f"解析：{words(rng, 10)}。")
    document.save(str(file))


def run(command: list[str], home: Path) -> Measured:
    """Run on one core; the memory is that of the largest program run so far."""
    environment = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(home), "LANG": "C.UTF-8"}
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{command} ended with {status}")
    assert isinstance(usage, resource.struct_rusage)
    return Measured(seconds, usage.ru_maxrss / 1024)


def main() -> None:
    """Write, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--items", type=int, default=100_000)
    chosen = parser.parse_args()
    edu = [sys.executable, "-m", "edu"]
    with tempfile.TemporaryDirectory() as place:
        home, library = Path(place) / "home", Path(place) / "library"
        write_library(library, chosen.items)
        paper = Path(place) / "paper.docx"
        write_paper(paper, 1_000)
        floor = run([sys.executable, str(ROOT / "bench/floor_banks.py"), str(library)], home)
        cold = run([*edu, "check", str(library)], home)
        again = run([*edu, "check", str(library)], home)
        shipped = run([*edu, "check", "--no-cache", str(ROOT / "content")], home)
        words_paper = run([*edu, "import", str(paper), "--bank", f"{place}/questions/new.md"], home)
    scale = chosen.items / 100_000
    rows = [
        ("check cold", cold.seconds, "s", floor.seconds, 30 * scale),
        ("check again, unchanged", again.seconds, "s", floor.seconds, 1.0),
        ("check cold, memory", cold.megabytes, "MB", floor.megabytes, 300),
        ("check of the shipped content", shipped.seconds, "s", floor.seconds, 1.0),
        ("import of a 1,000-item .docx", words_paper.seconds, "s", floor.seconds, 5.0),
    ]
    for name, value, unit, beside, target in rows:
        holds, ratio = value <= target, value / beside
        if chosen.json:
            row = {"name": name, "value": round(value, 3), "unit": unit, "floor": round(beside, 3)}
            print(json.dumps(row | {"ratio": round(ratio, 2), "target": target, "holds": holds}))
        else:
            verdict = "holds" if holds else "MISSED"
            print(f"{name:32}{value:9.2f} {unit:3} floor {beside:8.2f}  ×{ratio:7.2f}  target {target:6g}  {verdict}")


if __name__ == "__main__":
    main()
