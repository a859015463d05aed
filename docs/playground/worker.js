// Runs nestc beside the page, so that a long text never holds up typing.
import { load } from "./engine.js";

let engine = load("./nestc.wasm");

onmessage = async ({ data: { number, request } }) => {
  try {
    const check = await engine;
    postMessage({ number, answer: check(request) });
  } catch (error) {
    // After a fault the memory of the module cannot be trusted.
    engine = load("./nestc.wasm");
    engine.catch(() => {});
    postMessage({ number, fault: String(error) });
  }
};
