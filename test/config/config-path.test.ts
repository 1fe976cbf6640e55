import test from 'ava';
import { configPath } from '../../src/config/config-path.js';

const finds = test.macro({
  exec(t, platform: string, home: string, env: Record<string, string>, expected: string | undefined) {
    t.is(configPath({ platform, home, env }), expected);
  },
  title: (title) => `the configuration is looked for in the user's own folder: ${title}`,
});

test('XDG', finds, 'linux', '/home/ana', { XDG_CONFIG_HOME: '/cfg' }, '/cfg/kubeleaks/config.yaml');
test('home', finds, 'linux', '/home/ana', {}, '/home/ana/.config/kubeleaks/config.yaml');
test('macOS as Linux', finds, 'darwin', '/Users/ana', {}, '/Users/ana/.config/kubeleaks/config.yaml');
test(
  'a relative XDG folder is ignored',
  finds,
  'linux',
  '/home/ana',
  { XDG_CONFIG_HOME: 'cfg' },
  '/home/ana/.config/kubeleaks/config.yaml',
);
test(
  'an empty XDG folder is ignored',
  finds,
  'linux',
  '/home/ana',
  { XDG_CONFIG_HOME: '' },
  '/home/ana/.config/kubeleaks/config.yaml',
);
test('no home', finds, 'linux', '', {}, undefined);
test('a relative home', finds, 'linux', '.', { XDG_CONFIG_HOME: '.' }, undefined);
test(
  'Windows',
  finds,
  'win32',
  'C:\\Users\\ana',
  { APPDATA: 'C:\\Users\\ana\\AppData\\Roaming' },
  'C:\\Users\\ana\\AppData\\Roaming\\kubeleaks\\config.yaml',
);
test(
  'Windows without APPDATA',
  finds,
  'win32',
  'C:\\Users\\ana',
  {},
  'C:\\Users\\ana\\AppData\\Roaming\\kubeleaks\\config.yaml',
);
