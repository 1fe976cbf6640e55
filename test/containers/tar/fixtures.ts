import { gunzipSync } from 'node:zlib';

/** tar archives as GNU tar 1.34 makes them, gzipped and in base64 so that they stand here in little room. */
const unpack = (base64: string): Buffer => gunzipSync(Buffer.from(base64, 'base64'));

/** The folder `d` with files, a link, a hard link and a name of 152 bytes (`n` 150 times behind `d/`). */
export const gnuTar = unpack(
  'H4sIAAAAAAACA+2ZS26DMBRFPe4qvALs5++0C2ATSFhJVAqIkCrt6mtlFlSFVqpNEt8zsSWYHd93jWgFS46MeGsva2S5/rB3xhnGLcvA6Tg3E+' +
    'fstPLejj0lrWiq+Twn9++MueHfLfx7Y4hxCf/J2YeuG14YKJRWhPdx/tw4/8u9t1oj/3n8d4f+LUP/e/97/yS1Uoyr9NVUvP9KVOK1Hvpdne4Y' +
    'rOVfaVr4JxuPC69z5n8ahptHbe35w+a/v0vQzM/jf73/7XX+tbZk0f856OLox/W/5PyPhzGkv//98f6vjWTcIf8Z/B/DR+i39E/KG3z/bcQZgA' +
    'cF7f0f8/9r30ztffU/SU+x/ynHz4nC5z8AAAAAAACgHL4BOxerYAAoAAA=',
);
/** The same as pax. */
export const paxTar = unpack(
  'H4sIAAAAAAACA+2a3W6CMBiGe+xVcAXa/8qB5zvcLZDRqBkyoriwXf06YhwBNzWuFeF9TiCUhJDmeb+vhensOamebJLa7W6WEi9Qh5ayPjraR0' +
    'qN/Dn/vs6opIpEFQnAflcmW/d4Mk4EjZJyvbELZmIljWBcTU0sqNaGxxM3+tIZnceHUQIennTm/xm14kr97n/n3BgtSaRC+r8/c9/ygpdsvtzD' +
    'zH8j/5NpWZV9yH/mAgj539P8N6YenSP/B5H/nqS/xn8ne6v/M5KRiIb0f6T5v7JZ9gaTR+x/o/7bTVF+9KL+S9T/O9Z/rQ4V/mT9P47CniH470' +
    'n6q+o/bftPhUD9D57/2Tp/vcf8d/OfY/+vv+s/gfwfUP57kr7lvzHmmvzXnJOI+1+aIv+b+Z/74Vz+C9Fa/wtBDUf+h8CZFhVJuVqkvmb/Rib4' +
    'QuXXf/9TeL7/Vy3/FWUK/X8Isrd8CU2w/1fX/2JdWKz/sP6bs7/2/46jsGcI/nuS/qb9P3c7JZFG/Q+b/zv7bvNe5L8wFPnf0/0/HSP/B5T/nq' +
    'S/3H/Gu/7j+08gKgAeFKT3P/d/n6tkmwbP/5P9n0b/19f+D///Dsp/T9LftP7nnDn/WYifk0fe/wEAAAAAAAAAAAAAAAAAYHh8AX4meCYAUAAA',
);
/** The same as v7, which cannot hold the long name. */
export const v7Tar = unpack(
  'H4sIAAAAAAACA+3XTQ7CIBRGUcaughUIVCjraQJJjbUabYy6eolDYowDaa29Z/IIM/jy+AlKFKcT79yzJnl9Ma4rY4R0Ykbyxc1EUM16uA7Ft6' +
    'a29k3+dZa/N2lKCvIvro1dd1gJLFRQcX8cbhP3fz72VSr0/yj5d9t+N8L97/3n+RutrReyKn81kb86x0vsp+x/U3lL/0/kCswUr7dvnP/3tjmF' +
    '33r/GW03Tkgzxud04ec/AAAAAAAAAOA/PQDwN9jYACgAAA==',
);

/** `sp`: "head", a hole to byte 100,000, "mid", a hole to byte 300,000, "tail"; one archive for each way to store it. */
export const sparseTars = {
  'old GNU': unpack(
    'H4sIAAAAAAACA+3YQQqCQBQG4DmKR3BM8iCdQChKKIjU+zcUZGpQG13E923e8L9Z/cvXXsPi8mRblo+ZTGYRq2H3zIs8VlXIdmEFfdvVtywL/Z' +
      'd/xyXbGTcSh/fmcx5jfG/y1WDKZ22OFjOnQ70PAAAAAACwskvjPA0AAPCLrm7OWgAAAAAAAAAAAAD4H3dqiP6aAFAAAA==',
  ),
  'pax 0.0': unpack(
    'H4sIAAAAAAACA+3YT0+DMBjH8Z55FbwC1hbs6IGznpZdfAGonRL3LxSS6au3kmxOgjoPI9F9P5cSnv5oSvNwIJnMy92NKx9c7Sd+K85BBibLuj' +
      'HojzJT+nDd3VfShCHeiRG0vinrsLy4TNrE17PbxG/L2rvEV6+uSLsziT5X1u3qbrm5f/ZFqKTHlc1i4V1TyEjn/cBL48J8aU2kpwMRm6fv63wX' +
      'ywdi2lop894jDzn7VWy/ravBmIwu8/zP1PK/6H+tph+1ff8rZUQsx+z/9od5jyds8nhzf8RT+PQLAAAAAAAAAABGtqr4PQ0AAAAAp2jKaslbAA' +
      'AAAAAAAAAAAAAAAID/5w0OSu1jAFAAAA==',
  ),
  'pax 0.1': unpack(
    'H4sIAAAAAAACA+3YwU6EMBCAYc48BQ9AYLYUFg5c1ZMxMT5A1UaJoIQuycant7JGxYPuQTGu/3fppNOkaSfTQ5P0zGxPrLm2g0tdH/wE8Qqtp9' +
      'H7OIoS9RpP8yvJ13kQbYMFjG5jBr998D+pIjo+vUhcbwZnE9c82jp7LoIO55n7sbtsH67uXO0zapYxna1dH+az9Z3pa4m1VEVclZnoXaiqSqSM' +
      'Kx/udoklDPCLktQX7Xyq2VHT2kSVpZZvfgg+73+1Wr/lXvo/y3QRRLJk/49frLvZ45DvD/dH3Pqnny4AAAAAAAAAACyta/ieBgAAAIB9bEzTcg' +
      'sAAAAAAAAAAAAAAAAAcHieAKg/UEsAUAAA',
  ),
  'pax 1.0': unpack(
    'H4sIAAAAAAACA+3YQWqDQBTG8VnPKTyBPseJ0YXbtqtSKD3AQIfWoqk4CYSevlMJJLhos2ilTf+/zTyegsw8PgXT7M7tb7x79GPIwqB+gkSltd' +
      'MazVfJ7bGe+rms1qVK9moBu7B1Y3y8+p+MSa5vH9IwuDH4tHcvr2OT61m33cSuzLob1/smDLqQ0+7oXRfaN98UH6O0WuFXS7M4vPtpdldt51NT' +
      'VTb/5hfB5/k3Zn28dsh/UaxEJbJk/ndf3Pd0xiZPN/dHWC3aSl3quipiXKfS1LVIpetYHlIs5PhCPcdPP6cAAAAAAAAAAFha3/J7GgAAAADOsX' +
      'VtxykAAAAAAAAAAAAAAAAAl+kdEIuprgBQAAA=',
  ),
};
