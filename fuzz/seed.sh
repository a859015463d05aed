#!/bin/sh
# Fills the corpus of a fuzz target from the cases of golden/ and tests/.
#
#     fuzz/seed.sh TARGET
set -eu
cd "$(dirname "$0")/.."
target=$1
case $target in
    yaml) endings='-name *.yml -o -name *.yaml' ;;
    json) endings='-name *.json' ;;
    embedded | render | agreement) endings='-name *.yml -o -name *.yaml -o -name *.json' ;;
    hcl | hcl_template | render_terraform) endings='-name *.tf' ;;
    *) echo "no such target: $target" >&2; exit 2 ;;
esac
folder=fuzz/corpus/$target
mkdir -p "$folder"
set -f
# shellcheck disable=SC2086 # the endings are several words
find golden tests \( $endings \) -type f -size -64k 2>/dev/null | while read -r file; do
    cp "$file" "$folder/$(printf '%s' "$file" | tr '/' '-')"
done
