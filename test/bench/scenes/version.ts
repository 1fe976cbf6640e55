/** `--version`: what the start alone costs. */
import { node } from '../contenders.js';
import type { Scene } from '../scene.js';

/** See the file's head. */
export const version: Scene = {
  id: 'version',
  title: 'kubeleaks --version',
  repeat: 21,
  prepare: ({ cli }) =>
    Promise.resolve([
      {
        title: 'start',
        bytes: 0,
        contenders: [
          { name: 'kubeleaks --version', command: process.execPath, args: [cli, '--version'], codes: [0] },
          node,
        ],
        goals: [{ contender: 'kubeleaks --version', comparedTo: node.name, ratio: 1.6 }],
      },
    ]),
};
