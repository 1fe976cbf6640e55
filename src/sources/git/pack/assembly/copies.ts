/**
 * What a copy instruction says (gitformat-pack, "Instruction to copy from base object"). Which of its seven bytes are
 * there differs from one to the next, so no branch that asks is foretold: all are brought to their places at once.
 */
import { COPIES } from './memory-map';

/** Fills the table: for each command, where in the instruction the bytes of position (4) and length (4) come from. */
export function prepareCopies(): void {
  for (let command: u32 = 0; command < 128; command++) {
    let next: u8 = 0;
    for (let byte: u32 = 0; byte < 8; byte++) {
      const isThere: bool = byte < 7 && ((command >> byte) & 1) != 0;
      store<u8>(COPIES + (command << 3) + byte, isThere ? next++ : 0x80);
    }
  }
}

/** The instruction whose bytes after the command stand at `at`: its position in the first lane, its length in the second. */
// @ts-ignore: decorator
@inline
export function readCopy(command: u32, at: usize): v128 {
  return i8x16.swizzle(v128.load64_zero(at), v128.load64_zero(COPIES + ((command & 127) << 3)));
}
