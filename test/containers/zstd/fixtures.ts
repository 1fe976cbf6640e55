/** zstd frames as zstd 1.5.4 makes them, of `sampleText(400)` and shorter texts. */

const unpack = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** `zstd -3` of the text, with a checksum (969 bytes). */
export const text = unpack(
  'KLUv/QRY5R0AhiZsGnBlHiAIMMQYol9is01VVdGalGiEIwTS/wUWYgBiAGUAVXqm/sYZCUHSBw3DvPq33wXpWaCT8wgQhhNLI4hBdBManf/jlHkxhnR1WqiJ' +
    'ZGvM2/vH6b7JFvo7XAVi05DE62KdnPv4JOF0t8xLIs1bd7JZAaABDOAGzBdoCBtvIeqR40/LvJw7OfuJmECoN9nzpiBOf//DmoAQ2y/FRQYatU7OfsniLEVh' +
    '+JhPdYJlXlzhVyeni0PDzjKvwDEjhjW1iI5MaGSpBfiVm18Fw5tMuXTe0mq9sUk9smYTGo+HXB3m5eSUPh+5cozHgZDQFznBiAmNapGakhD7JpPFoLBeJ2dC' +
    'Y2V1+ejkfFWZ4LIJjQhzrHbWydnPvBjKSVWMpb3SHCJuNG+yZr4wiPqVYhpmWoyqQ2TMSUUNGgKz/W8yJ+cxaNhMOSmN9swSUOADdDmnxhthWAhGYZHQWCiG' +
    'CyKlZnVPa+bl0OgjJaFxMAwakQrJJAe6odJfJ9WDBJOgjv4A+/5lXlwP5qO/Qsb7hMb4BAqkf3EcNg2CB3lkXv1dMKz2Mi+nPggE1VIjaPCowpgCgPCoMQ5C' +
    'MijaFBSyMwYgAkIMYuxsAxEgKIgxKRWNjCRJOiGI6VdDSrKmKGmLfG1Eg89cTx4VocUV8ZczWO5RG+16LMw/q+aldiz2uCqQI4N9A8XqJuaIlUFOKlopdcVc' +
    'JZDzLSyMrHwdDgFbY2m+FkCGytw9SZc/LDYeYvCQYBIR2vY0cYgVtukiL3Q0sMrRhwbVZPhddgGY5h007IQjB3/kvVY39ZFk3DVgq4Qdy92o6vIw48yElveN' +
    'YXOPWL3EFvhxJQ08OEAqi0+hWcO3d/gmbDZYcQ1BLRHMgQB2VXuVgnOkK7kf2AYtNI8xQhpsEouvJYTvNc51ZggIft8oiIvjBNYJYOjy2ZM2idbsLBpdHdfI' +
    'ZKor4xC3XBRRrKcqKMJJIl/VaQLaPbS3EUxZxLqq0kukVvRsTLa1sHbU8cGjCSmJrhaHiHRB1g7rMCbP3HSHOu0uAk08ah6INcUhngFg6wGstTTq4yQGJ0pb' +
    'EzuzAbr05Qdw3/oS7sW35NYXf8GJ4Gu+/8GaoTvH705bocy0s/yBdcshk1mWbgP8xQuPq435xZJxNuYUV61H3V0cM23gAgtYE4jTFpqKOG+Xr8uZDuA/r6WU' +
    'hDOfsm/esqMbw6BK+ciPPpFtV6Ai7zi7lsquRFhnxENDB+3pyVsDQkA4I+pokVbLgVL51IabslLRLEeFwGp4nRoxoC4x',
);

/** `zstd --ultra -22 --no-check` of the text, its length told (879 bytes). */
export const strong = unpack(
  'KLUv/WDoCS0bAAadUxdg6wZjixjsgM142i5JEmgQhGRhUQHVrUsATABMAFlSpCDYE4nZumkmKczyfjL7upN03da59i7y/EyKtyX6/GmCul1mibiO9OxN+R1L' +
    '77+kVGCTGtM/W5MBLEABagE3Fi5RLCbN/MafA7k5ISGaRdqiohUViQMIp1ocubk/Q3XK+1uGqnCB3D1b7ceCrWpcoTh6l3djQG9xlAuld+0yv7SKcKo6bnhv' +
    'slN/Wq3tP3UunhZ/oQkO3//mL48Q9xMYko2DCmGPAbbVW5d8iR06VCYTCRaejFI6ZNJx6J4mz+rlwrMRmnU6wUR92Ow621EmTORZdDVkmeNTrrybQKD4DiY4' +
    '1PiBvlO/CoMkGkOPA7I3NkK3v+wWZjbf8BmelTSHbQ2mb+gMR1EbjoAsXjSuOqIUsnjXLC65OBKJcXMGI+pfx2x94Z4TTZHsWz8ZHSyBE6jBjgRCKZUaO2Mh' +
    'CAJRIC0mbxHAGDZEQlIiUpJkGAORsV9UGVIHlE81bMNstPcDEb1d4RiR4kMycLgBjdbAxp+5FNXaxBFxWhXoe2Uy5QOswqLuxUxNNO7WZoGv9Cq1/2OS1y3h' +
    'SlB+UWuaA/G3UMPr4n74GjImaoVMpDRzdSDVLUR2zJM3mTFfLFpMrwE1JF9ulxrAlJcYNXb+MTkYaRv1RpYkZWKErV7nomNbfSlQhZCarFAJuuNtdgjUIPYD' +
    'TnTwxUEuhnpxmsH14Pw6zwYqhnZ2qMoWDJEVZ47BZpjBOSqH5nmgm2nxJ7W9F6F3McTIAHC7NUcmgXGlvaRDcZFD18g4c5keZAENwZ8x9uzb115lGq74e39I' +
    'PiQTszjv0m9u3FL3wLZC4FZOPWtWdU1MFocixhvsSbwT4sMa4gx1mxYDkiTOhQSqO5GvYaoS5ArechNm0NEPWZXCwA+MRUfxq1TsdrTrxEAXWTzLdLKsLXHK' +
    'DW0J0G8DiZsal/4XWJPVwX3sONfWfTQ+wy6/O4CID3rRAgULcyJntKV6zC4W8YNhQfW2y0tqNEbCIqIZ6aXHGbSdRORvQFvTLOi8FDE/UvoexQUG51IKIpA5' +
    'sT1t4dn8GxrmN5Dxqu3uX6hWLBfgHHcthgXe2rDX1ZniKAPS1uny/jjhZUwG8SMVLa0OZfGnzDhCrC/YiK60CnDVcARq',
);

/** `zstd` of "one ": a raw block (17 bytes). */
export const tiny = unpack('KLUv/QRYIQAAb25lICmSP9c=');

/** `zstd` of nothing (13 bytes). */
export const empty = unpack('KLUv/SQAAQAAmenYUQ==');

/** `zstd` of 300,000 zeros: blocks of one byte (31 bytes). */
export const runs = unpack('KLUv/QRYVAAAEAAAAQD7/znAAgIAEAADnwQALSjeJg==');
