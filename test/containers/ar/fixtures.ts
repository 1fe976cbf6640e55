/** ar archives as GNU ar 2.40 makes them. */

/** `ar rcD` of a short and a long name (304 bytes). */
export const gnuAr = Buffer.from(
  'ITxhcmNoPgovLyAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICA0MCAgICAgICAgYAphIG5hbWUgdGhhdCBpcyBsb25nZXIg' +
    'dGhhbiBzaXh0ZWVuLnR4dC8Kc2hvcnQudHh0LyAgICAgIDAgICAgICAgICAgIDAgICAgIDAgICAgIDY0NCAgICAgNiAgICAgICAgIGAKaGVsbG8KLzAgICAg' +
    'ICAgICAgICAgIDAgICAgICAgICAgIDAgICAgIDAgICAgIDY0NCAgICAgMyAgICAgICAgIGAKb2RkCnNob3J0LnR4dC8gICAgICAwICAgICAgICAgICAwICAg' +
    'ICAwICAgICA2NDQgICAgIDYgICAgICAgICBgCmhlbGxvCg==',
  'base64',
);
