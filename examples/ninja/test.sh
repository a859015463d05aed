#!/usr/bin/env bash
# Builds the quickstart with a real Ninja, and changes one file after the other.
#
#     examples/ninja/test.sh target/debug/nestc
#
# Needs Ninja (Debian: `apt-get install ninja-build`).
set -euo pipefail
nestc=$(realpath "$1")
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r ../quickstart/. "$work/"
rm -rf "$work/dist"
sed "s|^nestc = .*|nestc = $nestc|" build.ninja > "$work/build.ninja"
cd "$work"

fail() {
    echo "examples/ninja/test.sh: $*" >&2
    exit 1
}
runs() { ninja > log || { cat log; fail "ninja failed: $*"; }; grep -q 'nestc build' log || { cat log; fail "did not run: $*"; }; }
rests() { ninja > log || { cat log; fail "ninja failed: $*"; }; grep -q 'no work to do' log || { cat log; ninja -d explain -n; fail "ran again: $*"; }; }

runs 'the first build'
"$nestc" build --check --quiet
rests 'nothing changed'

echo '# another line' >> templates/web.yaml
runs 'a template changed'
grep -q '# another line' dist/cn-beijing/templates/web.yaml || fail 'the outputs are old'
rests 'after a template changed'

echo '# one more line' >> infrastructure/main.tf
runs 'a file of a module changed'
rests 'after a module changed'

touch templates/web.yaml
runs 'a time changed'
rests 'after only a time changed'

cp templates/web.yaml templates/more.yaml
runs 'a template came'
test -f dist/cn-beijing/templates/more.yaml || fail 'the new template was not built'
rests 'after a template came'

rm templates/more.yaml
runs 'a template went'
test ! -e dist/cn-beijing/templates/more.yaml || fail 'the outputs of a template that is gone stay'
rests 'after a template went'

sed -i 's/, ap-southeast-1\]/]/' nestc.yaml
runs 'the manifest changed'
test ! -e dist/ap-southeast-1 || fail 'the outputs of a region that is gone stay'
rests 'after the manifest changed'
"$nestc" build --check --quiet

echo 'Ninja builds what changed, and nothing else'
