#!/usr/bin/env bash
# Builds nestc.wasm for the page in this folder. With a folder as argument, everything that a web server needs is put there.
#
#     docs/playground/build.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")"
rustup --quiet target add wasm32-unknown-unknown
(cd engine && cargo build --quiet --release --locked)
cp "${CARGO_TARGET_DIR:-engine/target}/wasm32-unknown-unknown/release/nestc_playground.wasm" nestc.wasm
if [ $# -gt 0 ]; then
    mkdir -p "$1"
    cp index.html page.css ./*.js nestc.wasm "$1/"
fi
printf 'nestc.wasm: %d bytes, %d zipped\n' "$(wc -c < nestc.wasm)" "$(gzip -9 --stdout nestc.wasm | wc -c)"
