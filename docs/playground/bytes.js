// Places in bytes, which nestc speaks of, as places in strings, and texts changed at such places.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A text whose places are counted in bytes. */
export class Bytes {
  constructor(text) {
    this.bytes = encoder.encode(text);
    this.isPlain = this.bytes.length === text.length;
  }

  /** The part from byte `start` to byte `end`. */
  slice(start, end) {
    return decoder.decode(this.bytes.subarray(start, end));
  }

  /** The place of byte `at` in the string. */
  index(at) {
    return this.isPlain ? at : this.slice(0, at).length;
  }
}

/** `text` with `edits` carried out, each `{ span: { start, end }, text }`; none of them overlap. */
export function edited(text, edits) {
  const bytes = new Bytes(text);
  const inOrder = [...edits].sort((one, other) => one.span.start - other.span.start || one.span.end - other.span.end);
  let whole = "";
  let at = 0;
  for (const edit of inOrder) {
    whole += bytes.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return whole + bytes.slice(at, bytes.bytes.length);
}
