/** bzip2 streams as bzip2 1.0.8 makes them, of `sampleText(400)` and shorter texts. */

const unpack = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** `bzip2 -9` of the text (838 bytes). */
export const text = unpack(
  'QlpoOTFBWSZTWXFcs5YABGDZgAAQQAJ/4D////BQA6wHsno0AQaJpNMmmqemyA1MTAUMGmjTTCYmTAQNMIp4A0SqDAEaMjTQaeqgmAmAACYTBEpEmxGRT8kw' +
    'GhPSaTRQ6MAkMgZlKZ03aBFD8racDKbOL1Oe9KKmhlQVR+Rqo56u4CXEr3kSUiSTnGjYK8tWFXbgwTAM5IaOFBmnJ27F7uyNPmcrijNS0IYoJls03NOoe53r' +
    'MQ2C0tM+3kOlSERdYotrANAutmhMYTE6pABXXOEmFE5CsaWrpQ5U02kjKW2jPTKps+ylpkI6RzECC3GojtLpvIaLD4kGZlyUxst9rX2YKOS6q/WRlCuVDDqN' +
    'wlhKprg+BCwastFEczbtpZZ4nFLXLoiL79ERZ0RFAWIGKBkC9verth+++dMZrQbhA1cqpnzpskk3mogXBjmL0IQMrjzYN6rpb+ycTn2a4+N4rcWF/yfb8saZ' +
    'kAHOOG/t68sviYUc+vOqrW1GeSU3mvzVoBBZI+fH1sUfNAKpjGuGUd+FqD+gm+36/tXzd63V+L9V3dVOAJ026twJdph9cjjAkYEhBkZFCAEJJoUuBMCBuxtK' +
    'bNHtaoOvKRhgBEIEYQkgQJJJEkhd+11gmSudNlShsy2omfXaKXq5inlQLlH8Vn3sx2qHrHzu8/OuKj+bhTpbpWg5/nXT+wy7zn5RNWmzV4RMe3Cx0YUYBemj' +
    'VLMgOzKZgJhfXnabqRto3WccqRnc5E/vGfXxZZlaob5sz+lKoH3HTMU/e9e7Hbyr+fN6jV8vKC3R+Qt3Im2p966JpCuH+h2hhB7/PajcVll1B7xL4PG8EphZ' +
    'yUct/iwR7APL3oictve/QE5inLigefSjYBylsCkWT77+PtEvFKag/MaOzLSow071HSAf6W23WY4YK22UFN9fCt4R1xO851WKBXt7cdgJbfcAVwNcpBPQp4uU' +
    'bIrWm+PWDr7UOnQ4yMjFhJAgSRgJhwQbtNdIHCYTnDlG/SlN9wJXmauquvrrBPVmQJl831XAF8ZhRrz/1Rlst8q61BQoAhnsOV/UNcWXMS1a7IRztlp+iLNc' +
    'odK224xlfoCIS7RplCIRtcP8XckU4UJBxXLOWA==',
);

/** `bzip2` of nothing: a stream with no block (14 bytes). */
export const empty = unpack('QlpoORdyRThQkAAAAAA=');

/** `bzip2 -1` of "one ", for files of several streams (42 bytes). */
export const one = unpack('QlpoMTFBWSZTWc+6oLQAAAGRAEAAAgGgACGaaDNNDLxdyRThQkM+6oLQ');

/** `bzip2` of runs: "a" 4, 5, 259, 260 and 100,000 times, with "b" between (60 bytes). */
export const runs = unpack('QlpoOTFBWSZTWVn4YhoAAApRAOAABAAwAAAIIAAwwAKUp6amk3uxjKgs1VEe7M+SF+LuSKcKEgs/DENA');
