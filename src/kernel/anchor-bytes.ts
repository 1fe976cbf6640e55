/** Anchors as the kernels take them: checked, and as bytes. */

/** What the contract of `CreateKernel` allows. */
const MIN_BYTES = 3;
const MAX_BYTES = 32;
const MAX_ANCHORS = 4096;

/**
 * The bytes of each anchor, in table order.
 * @throws RangeError when a table breaks the contract of `CreateKernel`; the message names the anchor's index.
 */
export function anchorBytes(anchors: readonly string[]): readonly Uint8Array[] {
  if (anchors.length > MAX_ANCHORS)
    throw new RangeError(`a kernel takes ${MAX_ANCHORS} anchors, not ${anchors.length}`);
  if (new Set(anchors).size !== anchors.length) throw new RangeError('two anchors are alike');
  return anchors.map((anchor, index) => {
    if (anchor.length < MIN_BYTES || anchor.length > MAX_BYTES) {
      throw new RangeError(`anchor ${index} is ${anchor.length} bytes long, not ${MIN_BYTES} to ${MAX_BYTES}`);
    }
    const bytes = new Uint8Array(anchor.length);
    for (let at = 0; at < anchor.length; at += 1) {
      const byte = anchor.charCodeAt(at);
      if (byte > 0xff) throw new RangeError(`anchor ${index} is not latin1`);
      bytes[at] = byte;
    }
    return bytes;
  });
}
