// The JSON Schema that editors check a configuration with, made from what the command itself checks it with.
import { toJsonSchema } from '@valibot/to-json-schema';
import { createConfigSchema } from '../build/src/config/schema.js';
import { detectors } from '../build/detectors/index.js';
import { formats } from '../build/src/reporters/create-reporter.js';

/** A draft-07 schema, the newest that all editors know. */
export function configSchema() {
  const vocabulary = { formats, detectors: detectors.map(({ id }) => id) };
  // `errorMode`: what JSON Schema cannot say (a day that exists, one of two keys) the command checks alone.
  const schema = toJsonSchema(createConfigSchema(vocabulary), { target: 'draft-07', errorMode: 'ignore' });
  return {
    ...schema,
    title: 'kubeleaks configuration',
    description:
      'Presets of the flags of kubeleaks; flags win. Relative paths are counted from the folder of the file.',
  };
}
