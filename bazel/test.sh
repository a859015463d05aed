#!/usr/bin/env bash
# Tries the rules with a real Bazel, its sandbox on.
#
#     bazel/test.sh target/debug/nestc
#
# Needs bazel (Debian: `apt-get install bazel-bootstrap`).
set -euo pipefail
nestc=$(realpath "$1")
cd "$(dirname "$0")"
work=$(mktemp -d)
# The tools that measure coverage would be downloaded for every test; nothing here measures it.
mkdir "$work/coverage"
touch "$work/coverage/WORKSPACE" "$work/coverage/none.sh"
chmod +x "$work/coverage/none.sh"
echo 'filegroup(name = "coverage_report_generator", srcs = ["none.sh"], visibility = ["//visibility:public"])' > "$work/coverage/BUILD"
bazel() {
    local command=$1
    shift
    (cd "$work/example" && command bazel --batch --output_user_root="$work/root" "$command" \
        --override_repository=remote_coverage_tools="$work/coverage" "$@" 2>&1)
}
finish() {
    chmod --recursive u+w "$work"
    rm -rf "$work"
}
trap finish EXIT

cp -r example "$work/example"
mkdir "$work/example/nestc_rules"
cp WORKSPACE BUILD.bazel defs.bzl not_set.sh "$work/example/nestc_rules/"
cp -r ../examples/quickstart/. "$work/example/"
cp "$nestc" "$work/example/tools/nestc"
(cd "$work/example" && tools/nestc build --quiet)

step() { printf -- '-- %s\n' "$*"; }
fail() {
    echo "bazel/test.sh: $*" >&2
    exit 1
}

step 'a build in the sandbox makes the bytes that nestc makes by itself'
bazel build //:rendered //:sharded > "$work/log" || { cat "$work/log"; fail 'the build failed'; }
out=$work/example/bazel-bin
diff --recursive --exclude='nestc-build*.json' "$work/example/dist" "$out/rendered"
mkdir "$work/joined"
for shard in 1 2; do cp -r "$out/sharded/$shard-of-2/." "$work/joined/"; done
chmod --recursive u+w "$work/joined"
diff --recursive --exclude='nestc-build*.json' "$work/example/dist" "$work/joined"

step 'nothing runs again where nothing changed'
bazel build //:rendered //:sharded > "$work/log"
grep -q '1 process: 1 internal' "$work/log" || { cat "$work/log"; fail 'an action ran again'; }

step 'the tests pass'
bazel test //... > "$work/log" || { cat "$work/log"; fail 'a test failed'; }

step 'a changed template makes the check fail, and the lint of an error too'
sed -i 's/ecs_image_web/{Ref: Image}/' "$work/example/templates/web.yaml"
if bazel test //:check > "$work/log"; then cat "$work/log"; fail 'the check passed'; fi
if bazel test //:lint > "$work/log"; then cat "$work/log"; fail 'the lint passed'; fi
grep -q NST "$work/log" || { cat "$work/log"; fail 'the finding is not shown'; }

step 'a template that is not declared is not read'
cp ../examples/quickstart/templates/web.yaml "$work/example/templates/web.yaml"
sed -i 's|"templates/\*\*",||' "$work/example/BUILD.bazel"
if bazel build //:rendered > "$work/log"; then cat "$work/log"; fail 'an undeclared file was read'; fi

echo 'the rules do what they say'
