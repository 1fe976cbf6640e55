/** Text that packs as logs do, the same every time. */

const words =
  'level info msg pod namespace serviceaccount deployer token request served status 200 path api v1 node ip-10-0-1-7 \n'.split(
    /(?<= )/,
  );

/** `count` words in an order that looks like chance. */
export function sampleText(count: number): string {
  let state = 1;
  let text = '';
  for (let index = 0; index < count; index += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    text += words[(state >>> 16) % words.length];
    if (index % 7 === 0) text += state.toString(36);
  }
  return text;
}
