#!/usr/bin/env bash
# Makes the inputs, builds the programs, and prints a table of this library beside its peers:
#
#     benches/run.sh small|full [--rounds 5] [--only A1 B ...]
#
# TXM_BENCH_DATA   where inputs are kept (default benches/target/data; full takes 3 GB)
# TXM_BENCH_VENV   a Python environment with peers/requirements.txt (default: one is made in benches/target/venv)
# TXM_BENCH_HEAVY  1: build the crate process_mining too, the peer of D4 and D5 (190 packages)
set -euo pipefail
cd "$(dirname "$0")"
size=${1:-}
case "$size" in
small) graphs="1000 100000" acyclic=100000 rows=1000000 answers=500000 events=1000000 xes=20000 paths=100000 ;;
full) graphs="1000 100000 1000000" acyclic=1000000 rows=50000000 answers=5000000 events=10000000 xes=262200 paths=1000000 ;;
*) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
shift

mkdir -p target/programs
data=${TXM_BENCH_DATA:-$PWD/target/data}
venv=${TXM_BENCH_VENV:-$PWD/target/venv}
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --requirement peers/requirements.txt
fi
python=$venv/bin/python
export PYTHONDONTWRITEBYTECODE=1

# A folder with meta.json is complete.
make() { [ -e "$data/$1/meta.json" ] || "$python" "peers/$2" "$data/$1" "${@:3}" >&2; }
for n in $graphs; do make "graph_$n" make_graph.py --nodes "$n"; done
make "acyclic_$acyclic" make_graph.py --nodes "$acyclic" --acyclic
make "survey_$rows" make_survey.py --rows "$rows"
make "answers_$answers" make_answers.py --rows "$answers"
make "log_$events" make_log.py --events "$events"
make "log_$xes" make_log.py --events "$xes" --xes
make contagion_75877 make_contagion.py
make "paths_$paths" make_paths.py --paths "$paths"

cargo build --release --quiet --bins
cp target/release/{cascade,chain,contagion,journey,scorecard,tally} target/programs/
${CC:-cc} -O3 -march=native peers/floor.c -o target/programs/floor -lm
if [ "${TXM_BENCH_HEAVY:-0}" = 1 ]; then
    cargo build --release --quiet --manifest-path peers/process_mining/Cargo.toml --target-dir target/process_mining
    cp target/process_mining/release/peer-process-mining target/programs/process-mining
fi
"$python" peers/table.py "$size" --data "$data" --programs target/programs "$@"
