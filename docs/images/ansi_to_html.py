"""Turns what a terminal shows, with its colours, into a page for a screenshot.

Usage: tmux capture-pane -e -p | python3 ansi_to_html.py COLUMNS ROWS > page.html
"""

import html
import re
import sys

COLOURS = ["#1c1c1c", "#e06c75", "#8cc265", "#d8a657", "#4f8fd0", "#b267c4", "#4db5bd", "#e6e6e6"]
STYLE = re.compile(r"\x1b\[([0-9;]*)m")


def apply(codes, state):
    numbers = [int(code or 0) for code in codes.split(";")]
    for code in numbers:
        if code == 0:
            state.clear()
        elif code in (1, 2, 7):
            state[code] = True
        elif code == 22:
            state.pop(1, None)
            state.pop(2, None)
        elif code == 27:
            state.pop(7, None)
        elif 30 <= code <= 37:
            state["fore"] = COLOURS[code - 30]
        elif code == 39:
            state.pop("fore", None)
        elif 40 <= code <= 47:
            state["back"] = COLOURS[code - 40]
        elif code == 49:
            state.pop("back", None)


def css(state):
    fore, back = state.get("fore", "#d4d4d4"), state.get("back", "transparent")
    if 7 in state:
        fore, back = "#1e1e1e", state.get("fore", "#d4d4d4")
    weight = "bold" if 1 in state else "normal"
    opacity = "0.6" if 2 in state else "1"
    return f"color:{fore};background:{back};font-weight:{weight};opacity:{opacity}"


def main():
    columns, rows = int(sys.argv[1]), int(sys.argv[2])
    print(
        '<!doctype html><meta charset="utf-8"><body style="margin:0;background:#1e1e1e">'
        f'<pre style="margin:16px;font:15px/18px \'DejaVu Sans Mono\',monospace;width:{columns}ch;height:{rows * 18}px">',
        end="",
    )
    state = {}
    for line in sys.stdin.read().split("\n")[:rows]:
        at = 0
        for match in STYLE.finditer(line):
            print(f'<span style="{css(state)}">{html.escape(line[at:match.start()])}</span>', end="")
            apply(match.group(1), state)
            at = match.end()
        print(f'<span style="{css(state)}">{html.escape(line[at:])}</span>')
    print("</pre>")


main()
