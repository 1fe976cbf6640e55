/** The rules by which the house is judged: each takes files and law, and tells every breach in a sentence. */
import type { DoorLaw, Law } from './law.js';
import { roomOf, type HouseFile } from './read-house.js';

/** A rule of the house. Empty when nothing is wrong. */
export type Rule = (files: readonly HouseFile[], law: Law) => string[];

/** Every arrow stays within what the room may import. */
export const keepsImportLaw: Rule = (files, law) =>
  files.flatMap((file) => {
    const room = law.rooms[file.room];
    if (room === undefined)
      return [`${file.path}: the law knows no room "${file.room}"; write it into the table first`];
    return file.arrows.flatMap(({ to, line }) => {
      if (
        isAllowed(file, to, law) ||
        Object.keys(law.exceptions).some((arrow) => covers(arrow, `${file.path} → ${to}`))
      ) {
        return [];
      }
      return [`${file.path}:${line} (${file.room}) may not import ${to ?? 'a computed name'}: ${room.advice}`];
    });
  });

/** A place in the law stands for itself, or for all below it when it ends in `/`. */
function covers(place: string, path: string): boolean {
  return place.endsWith('/') ? path.startsWith(place) : path === place;
}

function isAllowed(file: HouseFile, to: string | null, law: Law): boolean {
  const room = law.rooms[file.room];
  if (to === null || room === undefined) return false;
  if (to.startsWith('node:')) {
    const name = to.slice('node:'.length);
    return room.builtins.includes(name) || Object.values(law.doors).some(({ builtins }) => builtins.includes(name));
  }
  if (!to.endsWith('.ts')) return room.packages.includes(to);
  const target = roomOf(to);
  // One detector never leans on another.
  return target === file.room ? file.room !== 'detectors' : room.rooms.includes(target);
}

/** What is behind a door is touched only by those who have its key. */
export const keepsDoors: Rule = (files, law) =>
  files.flatMap((file) =>
    Object.entries(law.doors).flatMap(([name, door]) => {
      if (Object.keys(door.keys).some((key) => covers(key, file.path))) return [];
      return touches(file, door).map(
        ([what, line]) => `${file.path}:${line} touches ${what} (${name}) without a key: ${door.advice}`,
      );
    }),
  );

/** What lies behind the door and where the file reaches for it: name and line. */
function touches(file: HouseFile, door: DoorLaw): Array<readonly [string, number]> {
  const imports = file.arrows
    .filter(({ to }) => to?.startsWith('node:') === true && door.builtins.includes(to.slice('node:'.length)))
    .map(({ to, line }) => [String(to), line] as const);
  const code = file.tokens.filter(({ kind }) => kind !== 'comment');
  const words = code.flatMap((token, index) => {
    const after = (count: number): string =>
      code
        .slice(index, index + count)
        .map(({ text }) => text)
        .join('');
    const found = door.words.find((word) => {
      if (word.startsWith('.')) return after(3) === word;
      if (code[index - 1]?.text === '.' || token.kind !== 'word') return false;
      if (/[.(]/.test(word)) return after(3) === word;
      // A key (`fetch: …`), a method (`fetch(…) {`) or a parameter of that name is no global; those are not told apart
      // from a read here, so only a call, a member or `new` counts.
      return (
        token.text === word &&
        (['.', '(', '[', '?'].includes(code[index + 1]?.text ?? '') || code[index - 1]?.text === 'new')
      );
    });
    return found === undefined ? [] : [[found, token.line] as const];
  });
  return [...imports, ...words];
}

/**
 * No key, exception or name of the law is left over when what it was for is gone. A room that is in the law may still
 * have to be built.
 */
export const hasNoDeadLaw: Rule = (files, law) => {
  const paths = files.map(({ path }) => path);
  const arrows = files.flatMap(({ path, arrows: all }) => all.map(({ to }) => `${path} → ${to}`));
  const dead = (places: object, living: readonly string[], what: string): string[] =>
    Object.keys(places)
      .filter((place) => !Object.keys(law.rooms).some((room) => place === `src/${room}/`))
      .filter((place) => !living.some((path) => covers(place, path)))
      .map((place) => `${what} ${place} is for nothing that exists: take it out of the law`);
  const unused = Object.entries(law.rooms).flatMap(([room, { builtins, packages }]) => {
    const own = files.filter((file) => file.room === room);
    const imported = own.flatMap((file) => file.arrows.map(({ to }) => to));
    return [...builtins.map((name) => `node:${name}`), ...packages]
      .filter((name) => own.length > 0 && !imported.includes(name))
      .map((name) => `${room} may import ${name} and does not: take it out of the law`);
  });
  return [
    ...unused,
    ...Object.entries(law.doors).flatMap(([name, { keys }]) => dead(keys, paths, `the key of "${name}" for`)),
    ...dead(law.exceptions, arrows, 'the exception'),
    ...dead(law.names, paths, 'the name of'),
  ];
};

/** The law itself has no circle of rooms. */
export const lawHasNoCircles: Rule = (_files, law) =>
  findCircles(new Map(Object.entries(law.rooms).map(([name, room]) => [name, room.rooms]))).map(
    (circle) => `the law allows a circle of rooms: ${circle}`,
  );

/** No file reaches itself again along its imports, types and dynamic imports included. */
export const hasNoCircles: Rule = (files) =>
  findCircles(new Map(files.map(({ path, arrows }) => [path, arrows.flatMap(({ to }) => to ?? [])]))).map(
    (circle) => `a circle: ${circle}. Move what both need into a third file below them`,
  );

/** Every circle that a walk along the arrows meets, once each. */
function findCircles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (node: string, path: readonly string[]): void => {
    const start = path.indexOf(node);
    if (start >= 0) circles.push([...path.slice(start), node].join(' → '));
    if (start >= 0 || done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return circles;
}

const drawers = new Set('util utils helper helpers common shared type types misc lib core'.split(' '));

/** No drawer where anything may be put. */
export const hasNoDrawers: Rule = (files) =>
  files
    .filter(({ path }) => path.split('/').some((part) => drawers.has(part.replace(/\.ts$/, ''))))
    .map(({ path }) => `${path} is a drawer: a helper lives with its only user, or gets a noun of its own`);

/** Files stay small. */
export const staysSmall: Rule = (files) =>
  files
    .filter(({ lines }) => lines > 300)
    .map(({ path, lines }) => `${path} has ${lines} lines, more than 300: it holds two things, give each a file`);

/** A file opens with what it is for, and every exported name says what a caller has to know. */
export const isDocumented: Rule = (files) =>
  files.flatMap((file) => {
    const opening = file.tokens[0]?.text.startsWith('/**') === true;
    // What AssemblyScript exports is called by its twin alone, which documents it.
    const names = isAssembly(file) ? [] : file.exports.filter((item) => !item.isDocumented);
    return [
      ...(opening ? [] : [`${file.path} does not open with a /** … */ that says what it is for`]),
      ...names.map(
        ({ name, line }) => `${file.path}:${line} exports ${name} without TSDoc (shape, units, errors, source)`,
      ),
    ];
  });

function isAssembly({ path }: HouseFile): boolean {
  return path.includes('/assembly/');
}

/** A file is named for what it exports: the noun of its name, its last word, stands in the name of an export. */
export const bearsName: Rule = (files, law) =>
  files
    .filter((file) => !isAssembly(file) && file.exports.length > 0 && !/(^|\/)index\.ts$/.test(file.path))
    .filter(({ path }) => !Object.keys(law.names).some((place) => covers(place, path)))
    .filter(({ path, exports }) => {
      const noun = nounOf(path);
      return !exports.some(({ name }) => name.toLowerCase().replaceAll('_', '').includes(noun));
    })
    .map(
      ({ path, exports }) =>
        `${path} does not bear the name of anything it exports (${exports.map(({ name }) => name).join(', ')})`,
    );

/** The last word of a file's name, in the singular. */
function nounOf(path: string): string {
  return /([^-/]+?)s?\.ts$/.exec(path)?.[1] ?? path;
}

/** Exports have names. */
export const namesExports: Rule = (files) =>
  files
    .filter(({ tokens }) =>
      tokens.some(({ text }, index) => text === 'export' && tokens[index + 1]?.text === 'default'),
    )
    .map(({ path }) => `${path} has a default export: give it a name, so that everyone calls it the same`);
