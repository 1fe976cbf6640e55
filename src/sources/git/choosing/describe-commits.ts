/** Commits as they are told, read by git. */
import type { CommitEvent } from '../../../model/event.js';
import type { GitCommand } from '../../../model/haystack.js';
import { describeCommit } from '../attribution/describe-commit.js';
import { catFile } from '../cat-file.js';

/** A message beyond this is cut: what is told of it stands in its first lines. */
const MOST_BYTES = 64 * 1024;

/** Describes commits by name; those that are not there are passed over. */
export async function* describeCommits(command: GitCommand, names: readonly string[]): AsyncGenerator<CommitEvent> {
  if (names.length === 0) return;
  for await (const asked of catFile(command, names)) {
    if (asked.kind === 'missing' || asked.type !== 'commit') continue;
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of asked.chunks) {
      if (bytes >= MOST_BYTES) continue;
      pieces.push(Uint8Array.from(chunk));
      bytes += chunk.length;
    }
    yield describeCommit(asked.name, Buffer.concat(pieces));
  }
}
