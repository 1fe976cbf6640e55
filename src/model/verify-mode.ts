/** How far verification goes. */

/** Tell what would be asked, ask nobody, read objects, or send tokens for review; least first. */
export const verifyModes = ['plan', 'offline', 'lookup', 'review'] as const;

/** One of `verifyModes`. */
export type VerifyMode = (typeof verifyModes)[number];
