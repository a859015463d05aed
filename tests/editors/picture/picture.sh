#!/bin/sh
# Takes a picture of the extension in Visual Studio Code: picture.sh NESTC OUT.png
#
# Visual Studio Code is code-server of npm, in headless Chromium. It needs Node 20 with its headers, a C++ compiler,
# `libkrb5-dev` and some minutes; everything is made in a folder of its own, which `FOLDER` names.
set -eu
program=$(realpath "$1")
out=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
home=$(cd "$here/../../.." && pwd)
folder=${FOLDER:-$(mktemp -d)}
mkdir -p "$folder/settings/User" "$folder/extensions" "$folder/project"
cd "$folder"
export npm_config_nodedir="${NODE_HEADERS:-/usr}"

# The scripts of packages fetch programs that are not there; what must be built is named.
npm install --no-audit --no-fund --ignore-scripts code-server@4.100.3 puppeteer-core@24
server=$folder/node_modules/code-server
(cd "$server/lib/vscode" && npm install --omit=dev --no-audit --no-fund --ignore-scripts)
(cd "$server/lib/vscode/extensions" && npm install --omit=dev --no-audit --no-fund --ignore-scripts)
# The last steps of node-pty want what is not needed here.
(cd "$server/lib/vscode" && npm rebuild @vscode/spdlog native-watchdog node-pty) || true
ln -sfn node_modules "$server/lib/vscode/node_modules.asar"
# Without a password there is nothing to hash.
echo 'module.exports = { hash: async () => "", verify: async () => true, needsRehash: () => false };' \
  > node_modules/argon2/argon2.js

mkdir -p source/editors
cp "$home"/LICENSE-* source/
cp -r "$home/editors/vscode" source/editors/
(cd source/editors/vscode && npm ci --no-audit --no-fund && node package.mjs "$program")
cp -r "$home/examples/quickstart/." project/
cat > settings/User/settings.json <<'SETTINGS'
{"workbench.startupEditor": "none", "security.workspace.trust.enabled": false, "editor.inlayHints.enabled": "on",
 "workbench.colorTheme": "Default Light Modern", "chat.commandCenter.enabled": false, "editor.fontSize": 13,
 "workbench.activityBar.location": "hidden", "workbench.sideBar.location": "right", "editor.minimap.enabled": false,
 "workbench.layoutControl.enabled": false, "breadcrumbs.enabled": false}
SETTINGS
run="node $server/out/node/entry.js --user-data-dir $folder/settings --extensions-dir $folder/extensions"
$run --install-extension source/editors/vscode/nestc-*.vsix
$run --auth none --disable-telemetry --disable-update-check --bind-addr 127.0.0.1:8123 &
served=$!
trap 'kill $served' EXIT
cp "$here/picture.mjs" .
until curl -s -o served.html http://127.0.0.1:8123/; do sleep 1; done
node picture.mjs http://127.0.0.1:8123 "$folder/project" templates/web.yaml "$out"
