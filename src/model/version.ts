/** Who made a report. */

/** The version of `package.json`, kept here as a constant so that `--version` opens no file; a test compares them. */
export const version = '0.1.0';
