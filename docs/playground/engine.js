// nestc.wasm as a function: texts in, findings and copies out.

/** Compiles the module at `address` and returns `check(request)`, which returns the answer; see engine/src/lib.rs. */
export async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const module = await WebAssembly.compile(await response.arrayBuffer());
  const { exports } = await WebAssembly.instantiate(module, {});
  const encoder = new TextEncoder();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return (request) => {
    const bytes = encoder.encode(JSON.stringify(request));
    const place = exports.reserve(bytes.length);
    // Memory may have moved when it grew: it is looked up for each use.
    new Uint8Array(exports.memory.buffer, place, bytes.length).set(bytes);
    const length = exports.check();
    const answer = new Uint8Array(exports.memory.buffer, exports.answer(), length);
    return JSON.parse(decoder.decode(answer));
  };
}
