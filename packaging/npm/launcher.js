#!/usr/bin/env node
// Starts the program of the platform that npm installed beside this package.
"use strict";

const { spawnSync } = require("child_process");
const os = require("os");

const platform = `${process.platform}-${process.arch}`;
const name = `@nestc/${platform}`;
const program = process.platform === "win32" ? "nestc.exe" : "nestc";

let path;
try {
  path = require.resolve(`${name}/${program}`);
} catch {
  console.error(
    `nestc: the package ${name} is not installed. ` +
      "Either there is no build for this platform (`cargo install nestc` builds it), " +
      "or npm was told to leave out optional dependencies (install again without --omit=optional)."
  );
  process.exit(2);
}

const result = spawnSync(path, process.argv.slice(2), { stdio: "inherit", windowsHide: true });
if (result.error) {
  console.error(`nestc: cannot start ${path}: ${result.error.message}`);
  process.exit(2);
}
// A signal that ended the program is passed on as shells do.
process.exit(result.status ?? 128 + (os.constants.signals[result.signal] ?? 0));
