#!/usr/bin/env bash
# Four methods with one small model on the same 200 items, with the same cap on output tokens per item.
# Usage: MODEL=/path/to/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf run.sh FOLDER [METHOD...]
# FOLDER/bench is the benchmark, FOLDER/runs the logs. Run again after an interruption: what is finished is kept.
set -euo pipefail
folder=${1:?name a folder for the benchmark and the logs}
shift
methods=${*:-direct cot pot pips}
mkdir -p "$folder"
sets=()
for name in basic_arithmetic chain_sum count_bits gcd gsm_symbolic lcm letter_counting products; do
    sets+=(--set "$name")
done
benchwright make gym --out "$folder/bench" --count 200 --level easy --seed 11 "${sets[@]}" > "$folder/bench.txt"
for method in $methods; do
    benchwright run "$folder/bench" --model "benchwright/gguf:${MODEL:?name the weights}" -M threads=1 \
        --method "$method" --method-arg budget="${BUDGET:-512}" --limit "${ITEMS:-200}" --out "$folder/runs" --display none
done
