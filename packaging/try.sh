#!/usr/bin/env bash
# Installs each package of a release where nothing of nestc is, and runs the example with it.
#
#     packaging/try.sh DIR [archive|wheel|npm|deb|image …]
#
# DIR is what `packaging/release.py` wrote. `wheel` needs Python, `npm` Node.js, `deb` root and debootstrap, `image` root and umoci.
set -euo pipefail
release=$(realpath "$1")
shift
[ $# -gt 0 ] || set -- archive wheel npm deb image
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(cargo metadata --no-deps --format-version=1 --locked | python3 -c 'import json, sys; print(json.load(sys.stdin)["packages"][0]["version"])')

# Lints and builds a copy of the example by the command that is given.
example() {
    local folder=$1
    shift
    (cd "$folder/quickstart" && "$@" --version && "$@" lint && "$@" build && "$@" build --check)
}
fresh() { mkdir -p "$work/$1" && cp -r examples/quickstart "$work/$1/" && rm -rf "$work/$1/quickstart/dist"; }

for kind; do
    printf '\n== %s\n' "$kind"
    fresh "$kind"
    here=$work/$kind
    case $kind in
    archive)
        tar --extract --gzip --file "$release/nestc-$version-x86_64-unknown-linux-musl.tar.gz" --directory "$here"
        example "$here" env -i "$here/nestc-$version-x86_64-unknown-linux-musl/nestc"
        ;;
    wheel)
        python3 -m venv "$here/venv"
        "$here/venv/bin/pip" install --quiet --disable-pip-version-check --no-index --find-links "$release" nestc
        example "$here" "$here/venv/bin/nestc"
        ;;
    npm)
        npm install --silent --no-audit --no-fund --prefix "$here" "$release/nestc-linux-x64-$version.tgz" "$release/nestc-$version.tgz" --omit=optional
        example "$here" "$here/node_modules/.bin/nestc"
        ;;
    deb)
        command -v debootstrap > /dev/null || apt-get install --yes -qq debootstrap > /dev/null
        debootstrap --variant=minbase bookworm "$here/root" > /dev/null
        mv "$here/quickstart" "$here/root/"
        cp "$release"/nestc_*_amd64.deb "$here/root/"
        chroot "$here/root" sh -c 'dpkg --install /nestc_*_amd64.deb > /dev/null && ls /usr/share/man/man1/nestc.1* && cd /quickstart && nestc --version && nestc lint && nestc build && nestc build --check'
        ;;
    image)
        tar --extract --file "$release/nestc-$version-amd64.oci.tar" --directory "$(mkdir -p "$here/image" && echo "$here/image")"
        umoci unpack --image "$here/image:$version" "$here/bundle" > /dev/null 2>&1
        mv "$here/quickstart" "$here/bundle/rootfs/work/"
        for command in lint build 'build --check'; do
            # shellcheck disable=SC2086
            chroot "$here/bundle/rootfs" /nestc $command --manifest /work/quickstart/nestc.yaml
        done
        ;;
    *)
        echo "there is no package of the kind $kind" >&2
        exit 2
        ;;
    esac
done
printf '\nall installed, and the example built by each\n'
