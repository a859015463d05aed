// Packs the extension with the program for this platform: `npm run package -- [PROGRAM [TARGET]]`.
//
// PROGRAM is `../../target/release/nestc` unless it is named; TARGET is a platform as vsce calls it, `linux-x64`.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [, , named, asked] = process.argv;
const target = asked ?? `${process.platform}-${process.arch}`;
const name = target.startsWith("win32") ? "nestc.exe" : "nestc";
const program = named ?? join(here, "..", "..", "target", "release", name);
if (!existsSync(program)) {
  console.error(`there is no ${program}; build it with: cargo build --release`);
  process.exit(1);
}
rmSync(join(here, "bin"), { recursive: true, force: true });
mkdirSync(join(here, "bin"));
copyFileSync(program, join(here, "bin", name));
chmodSync(join(here, "bin", name), 0o755);
for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) {
  copyFileSync(join(here, "..", "..", licence), join(here, licence));
}
const run = (tool, ...parts) =>
  execFileSync(process.execPath, [join(here, "node_modules", tool), ...parts], { cwd: here, stdio: "inherit" });
run("typescript/bin/tsc", "--noEmit");
execFileSync("npm", ["run", "--silent", "bundle"], { cwd: here, stdio: "inherit", shell: process.platform === "win32" });
run("@vscode/vsce/vsce", "package", "--no-dependencies", "--skip-license", "--target", target, "--out", `nestc-${target}.vsix`);
for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) rmSync(join(here, licence));
