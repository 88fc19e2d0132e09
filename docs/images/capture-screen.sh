#!/bin/sh
# Takes the pictures of the terminal screen from a real run on the simulated exchanges.
# Needs tmux, python3 and chromium. Usage: docs/images/capture-screen.sh
set -eu
cd "$(dirname "$0")/../.."
for size in 80x24 160x50; do
    columns=${size%x*}
    rows=${size#*x}
    session=parallax-capture-$size
    tmux new-session -d -s "$session" -x "$columns" -y "$rows" './parallax run --seed 3'
    # Long enough for a position, or the end of one.
    sleep "${SECONDS_OF_RUN:-60}"
    tmux capture-pane -e -p -t "$session" >"/tmp/$session.ansi"
    tmux send-keys -t "$session" q y
    sleep 3
    tmux kill-session -t "$session" 2>/dev/null || true
    python3 docs/images/ansi_to_html.py "$columns" "$rows" <"/tmp/$session.ansi" >"/tmp/$session.html"
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars \
        --window-size=$((columns * 9 + 32)),$((rows * 18 + 32)) \
        --screenshot="docs/images/screen-$size.png" "/tmp/$session.html" >/dev/null 2>&1
    rm -f "/tmp/$session.ansi" "/tmp/$session.html"
done
