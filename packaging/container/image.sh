#!/usr/bin/env bash
# Makes an OCI image of a static program without a container daemon.
#
#     packaging/container/image.sh PROGRAM OUT.tar VERSION [ARCHITECTURE]
#
# Needs umoci (Debian: `apt-get install umoci`). The image can be loaded by `docker load`, `podman load` or `skopeo copy oci-archive:…`.
set -euo pipefail
program=$1 out=$(realpath -m "$2") version=$3 architecture=${4:-amd64}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

umoci init --layout "$work/image"
umoci new --image "$work/image:$version"
mkdir -p "$work/root/work"
install -m 755 "$program" "$work/root/nestc"
umoci insert --rootless --image "$work/image:$version" "$work/root/nestc" /nestc
umoci insert --rootless --image "$work/image:$version" "$work/root/work" /work
umoci config --image "$work/image:$version" --architecture "$architecture" --os linux \
    --config.entrypoint /nestc --config.workingdir /work \
    --config.label org.opencontainers.image.title=nestc \
    --config.label "org.opencontainers.image.version=$version" \
    --config.label 'org.opencontainers.image.licenses=MIT OR Apache-2.0'
tar --create --file "$out" --directory "$work/image" --sort=name --owner=0 --group=0 .
