#!/usr/bin/env bash
# Builds the example by a remote execution service with two workers: cold, from its cache, and with one template changed.
#
#     bazel/remote.sh target/x86_64-unknown-linux-musl/release/nestc
#
# Needs bazel (Debian: `apt-get install bazel-bootstrap`), PostgreSQL (`apt-get install postgresql`), and BuildGrid for Python 3.13 or
# newer: `pip install buildgrid`; PYTHON names the Python that has it. Everything runs on this machine, on ports that are free.
set -euo pipefail
nestc=$(realpath "$1")
cd "$(dirname "$0")"
python=${PYTHON:-python3}
work=$(mktemp -d)
chmod 755 "$work"
started=()
database() {
    if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@"); else "$@"; fi
}
finish() {
    for process in "${started[@]}"; do kill "$process" 2> /dev/null || true; done
    [ ! -d "$work/data" ] || database "$postgres/pg_ctl" --pgdata "$work/data" --mode immediate stop > /dev/null 2>&1 || true
    chmod --recursive u+w "$work"
    rm -rf "$work"
}
trap finish EXIT
step() { printf -- '-- %s\n' "$*"; }
fail() {
    echo "bazel/remote.sh: $*" >&2
    for log in "$work"/*.log; do echo "== ${log##*/}"; tail -n 20 "$log"; done >&2
    exit 1
}
free_port() { "$python" -c 'import socket; it = socket.socket(); it.bind(("127.0.0.1", 0)); print(it.getsockname()[1])'; }

step 'a database, a service, two workers'
postgres=$(pg_config --bindir 2> /dev/null || ls -d /usr/lib/postgresql/*/bin | tail -1)
port=$(free_port)
mkdir "$work/data" "$work/cas"
[ "$(id -u)" != 0 ] || chown postgres "$work/data"
database "$postgres/initdb" --pgdata "$work/data" --username bgd --auth trust > "$work/initdb.log" 2>&1 || fail 'initdb failed'
database "$postgres/pg_ctl" --pgdata "$work/data" --wait --log "$work/data/log" \
    --options "-p $port -h 127.0.0.1 -k $work/data -c fsync=off" start > "$work/pg.log" 2>&1 || fail 'PostgreSQL did not start'
"$postgres/createdb" --host 127.0.0.1 --port "$port" --username bgd bgd
service=$(free_port)
cat > "$work/service.yml" << END
description: A service for one test
server:
  - !channel
    address: "127.0.0.1:$service"
    insecure-mode: true
connections:
  - !sql-connection &sql
    connection-string: postgresql+psycopg://bgd@127.0.0.1:$port/bgd
storages:
  - !disk-storage &storage
    path: $work/cas
caches:
  - !lru-action-cache &cache
    storage: *storage
    max-cached-refs: 1000
    allow-updates: true
schedulers:
  - !sql-scheduler &scheduler
    sql: *sql
    storage: *storage
    action-cache: *cache
    property-set: !dynamic-property-set
      match-property-keys: [OSFamily]
    assigners:
      - !priority-age-assigner
        count: 1
        interval: 0.1
        priority-assignment-percentage: 100
instances:
  - name: main
    description: The only one
    services:
      - !action-cache
        cache: *cache
      - !execution
        scheduler: *scheduler
      - !bots
        scheduler: *scheduler
      - !cas
        storage: *storage
      - !bytestream
        storage: *storage
END
programs=$(dirname "$(command -v "$python")")
"$programs/bgd" migrate apply "postgresql+psycopg://bgd@127.0.0.1:$port/bgd" > "$work/migrate.log" 2>&1 || fail 'the database could not be prepared'
"$programs/bgd" server start "$work/service.yml" > "$work/service.log" 2>&1 &
started+=($!)
"$python" -c 'import grpc, sys; grpc.channel_ready_future(grpc.insecure_channel(sys.argv[1])).result(timeout=120)' "127.0.0.1:$service" \
    || fail 'the service did not start'
for number in 1 2; do
    "$python" remote_worker.py "127.0.0.1:$service" main "worker-$number" > "$work/worker-$number.log" 2>&1 &
    started+=($!)
done

mkdir "$work/coverage"
touch "$work/coverage/WORKSPACE" "$work/coverage/none.sh"
chmod +x "$work/coverage/none.sh"
echo 'filegroup(name = "coverage_report_generator", srcs = ["none.sh"], visibility = ["//visibility:public"])' > "$work/coverage/BUILD"
# Builds in an output base that is new for each name, so that nothing but the service can have what was built.
remotely() {
    local name=$1
    (cd "$work/example" && bazel --batch --output_user_root="$work/root-$name" build //:rendered //:sharded \
        --override_repository=remote_coverage_tools="$work/coverage" \
        --remote_executor="grpc://127.0.0.1:$service" --remote_instance_name=main --remote_timeout=120 \
        --spawn_strategy=remote --remote_default_exec_properties=OSFamily=linux \
        --remote_upload_local_results=false) > "$work/bazel-$name.log" 2>&1 || fail "the build failed: $name"
    grep -E 'process(es)?:' "$work/bazel-$name.log" | sed "s/^/   $name: /"
}
same() {
    local out=$work/example/bazel-bin
    diff --recursive --exclude='nestc-build*.json' "$work/example/dist" "$out/rendered" || fail 'the bytes differ'
    rm -rf "$work/joined" && mkdir "$work/joined"
    for shard in 1 2; do cp -r --no-preserve=mode "$out/sharded/$shard-of-2/." "$work/joined/"; done
    diff --recursive --exclude='nestc-build*.json' "$work/example/dist" "$work/joined" || fail 'the bytes of shards differ'
}

cp -r example "$work/example"
mkdir "$work/example/nestc_rules"
cp WORKSPACE BUILD.bazel defs.bzl not_set.sh "$work/example/nestc_rules/"
cp -r ../examples/quickstart/. "$work/example/"
cp "$nestc" "$work/example/tools/nestc"
(cd "$work/example" && tools/nestc build --quiet)

step 'cold: three actions run on the workers, and make the bytes that nestc makes by itself'
remotely cold
grep -q '3 remote' "$work/bazel-cold.log" || fail 'not all actions ran remotely'
same

step 'from the cache: another machine runs nothing'
remotely cached
grep -q '3 remote cache hit' "$work/bazel-cached.log" || fail 'an action ran again'
same

step 'one template changed: what it is part of runs'
echo '# one more line' >> "$work/example/templates/web.yaml"
(cd "$work/example" && tools/nestc build --quiet)
remotely changed
same

step 'what the workers did'
cat "$work"/worker-*.log
[ "$(cat "$work"/worker-*.log | grep -c 'status 0')" -ge 5 ] || fail 'the workers did too little'
for number in 1 2; do grep -q 'status 0' "$work/worker-$number.log" || echo "   worker-$number was not needed"; done
