/** xz streams as XZ Utils 5.4.1 makes them, of `sampleText(400)` and shorter texts. */

const unpack = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** `xz -6`: CRC-64 (996 bytes). */
export const text = unpack(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ArnA6JdADkZSoo2R59lZEyrUrCjoNRNSw+fZuqaU+cldElmWRf0JinXdDyVAHriiFsPxdE6rwEVOnuziYEwiYS3' +
    't2JCZ+5b8PjnYlu6924X8JTzIkOqJrwKjPPTUcYtuVvTqu4bPp4q6sGD7agPHrtk5D8ZQKUJ2N3Vuno8VzMGgUWPtEto5my2oIu94ynF4iWiwRL8O96aXxdL' +
    'PzdPRHGrs7qlaFA/g49EVjwVBpo8d/WCKeFQG73UHPWLpXiI3Q18qH5oy7qYdf9iwxB6qCtBKYpkMSBDnnM68IS17viCR5/+5ypyoRuLlFR6reVcH1KrS2xJ' +
    'Y12+Fd6gMJpvqK6Xa7Tq9hk9a5aDolh0rbTFcGG4GZVj4cEjbfvwzchJPYWuuX2HyPK+C5M8brxOy1bmPH2j3NAjGvYWKO54kkVljxI3yt7Wdh+5aBKhQnxe' +
    'ShIGhL8dLbySkQB6Nm0/GHiXbJM96yaymvsSRJSOfzVtGHSMTV35svVFogQBNcWh+EZ8t5LAtsnBbn9znQw9X4O5sD2APCCPjUOhu2dIjuL+GmtSickkRNaU' +
    'ec8z1rq6JBNQHJ2RolIPUUdYzFt0LxEKUq0BN98foJuaS8Bqn+hIEB9O2BOoZCdmQD5WKfhiDSYTVp+qZi4DarZKMuJK4+QhWXDo9dYTpN68xqKjObx6jmb5' +
    'TujiTKzvL8G5tBeGm3cHj+zQJl4etdtAslSFvQOWBhj+fZsZY/qidWEPC87u3rXwEPj6WAFG2XeJ86RkEOMR9YDJU9QX/wd64/Z1m3pmOdozLqPKajoh7LWz' +
    'LZMHaOTdlxh5mqNRH826XJEfJjkJJV0IJDKF2Jyx8pt7E1/bSefBaDUFEAP5/2Fvh28t9bWyXgLFgSmtWinu6SwXttbG6t0idmT6jskeMnJ+SOGvPz8yXo86' +
    'guxihR8zti7OeojFffk3/QkftWD5DWTGeenlC7xeNS3d3+mZ6tqVIYk4Lhoy208XttiKUDocc3AmUF7FDzIBK+Qu+cvz29iw1N3qFE8vfLt+le3fFuvEEPup' +
    'YabPk7ynt3q0liFwTZZHfmoTLDQFOTayh110XGXEVuwXJf+uw5blWb6W7Le4r2v2agiXCoHtAeDdj4z/4fIHkXr7l6CnUqdWPPr7QDv7w1LquMmYFIANRKDp' +
    'NZ7j/HfBnyeKGMGtQZkrh3WT6lXMzsa4vttRysx06kr4ELyVOilBhNB+Sfa6zyCe2l8fuSHBo1TyzFlmAAAAACIqiE1ViuXKAAG+B+gVAACEcpNYscRn+wIA' +
    'AAAABFla',
);

/** `xz -0 -Ccrc32 --block-size=1500`: several blocks (1204 bytes). */
export const blocks = unpack(
  '/Td6WFoAAAFpIt42A8DPBNwLIQEMAAAA/UtJkeAF2wJHXQA5GUqKNkefZWRMq1Kwo6DUTUsPn2bu2qejaktsiLwMCMGKIwbeDTQIqCK2R+GfrQcrWQ87PyKp' +
    'QJRUEgRZDZomxndE8x30QBihq6bZ8gSsQk9mjsXHtV/ahucFjpwdeAMj4E8VCJtuTX4DTYJnUH+IOKc+cgVJFTzHW28JGE1lxDASz73y+1O/k1lq1C2pUqet' +
    'eNlgt2Cj85RCHzageBHjwvU55SopBU4UeMICeYqoQJ2F5onpg5E949CEfd0TY+RF6THsKue8D6+F9CDqm4HNGJEVAkIUsTrI/cXUZNfSAkz3d/IO6j1Gaqnm' +
    'h9taGlEEusTkPW4gtdhIMM34N9ZUBa7lmTIMYwxiXyI729wohdiDaPgRvP5/+1RB3mg95h65cgwlD+OBavIE7e7fzGixq25UBxUZ0dAYBXkQUJAqMLBkK442' +
    'slMKoVPHFGaNvTmU4gDw8SQefw4mP/TyvLsh2IbMV4TvKxKwsIVbreRVRPb0EVCbK+6ynUuKM3zu0kOYDnHrfmxba1KR0ZEP4tXS6vHZourS5Ej/40g0BNmh' +
    'UCreuBjhio1W7YS0ONuuv4agjydS8p8uCg7+89oh0VSuK0siAP1jzcKZdO4JZod/z3Tx6KW/rRtFPxW+OjNaUvWWhMQmruxxMhVgANv7dSsUUvzIM+5y8dgg' +
    'umWbrDWQsvxTAyXGGpQgAJO75111uQtPfiPpR2Z8lJeT5ZjHdZTMLS/3HPcvTYLz3cNBk7XmVYNYIlHWuMZpT+ISffVhXPsuAiuUPkjGAAClBFo6A8CSBIwK' +
    'IQEMAAAAd77yLuAFCwIKXQAxmUACINTMZjr8fGGNhWnCAVpE11RiiDKE0CnwQIhrpLrEJH2S9cSS5iubUQ7N/cDsIDU4jrIDK8eua8ECrdeFwy8RJ2Y3OVAp' +
    'Np42KK5sMOOpbO0gw5e4HqUbTP2ICgyJCiuyegOvNQlErieChSsYrNgRNMmQlDHp0/RaGRTM95yRzUVMJbHnkIcNSFiCtghu/Gj1b1DXHJBomUr4gAwCJczv' +
    'OVaec/gk7Y5EIDYeMGhguPAk5R0pXCRaKQrWIJkubMdhGppyWvs1rvArN4kG+fR+pEvWRZBkEJpnmYIFhGe1HNUhpC62e2rvHZ1oBMxE9ROpzQT4ZFrrAaTE' +
    'kyEXa+h6pL1QTSu8UiUAlxLQN7rgNZ9epRiCp0kfZHH2ZkG9Ey1QbSULGWlyyWcpdbYpwBZ3tTRCI6CkV0VbcKGogWFBSjowFFLb37/RbdBj1vVWfR+u38/4' +
    'afBnaumW4/UKgmt4PgkBwdGGmXcvhEUqTd0PQ5GAE9v79T2+xATt8Tl4yTYRTjZ5Ihi8iBvJJOuTUVK2jlDz2CDwrVAqXyMGQ31F1HOjXl/SXEOf9BSoKAZh' +
    'DSdvkKSNfT1g7WD3fdjurHLFf2MmYzUE5DeGBX31/DlQDZ46hQdc9ohqxolQzYnyxnFfgaDB0Kya/Ss0US14EHl66M2ivhIavM2uZVRWeaqWTAdpd2SH0VcA' +
    'AABya0IVAALjBNwLpgSMCgAAH3foYZvjUUADAAAAAAFZWg==',
);

/** `xz -Csha256` (1020 bytes). */
export const sha256 = unpack(
  '/Td6WFoAAArh+wyhAgAhARYAAAB0L+Wj4ArnA6JdADkZSoo2R59lZEyrUrCjoNRNSw+fZuqaU+cldElmWRf0JinXdDyVAHriiFsPxdE6rwEVOnuziYEwiYS3' +
    't2JCZ+5b8PjnYlu6924X8JTzIkOqJrwKjPPTUcYtuVvTqu4bPp4q6sGD7agPHrtk5D8ZQKUJ2N3Vuno8VzMGgUWPtEto5my2oIu94ynF4iWiwRL8O96aXxdL' +
    'PzdPRHGrs7qlaFA/g49EVjwVBpo8d/WCKeFQG73UHPWLpXiI3Q18qH5oy7qYdf9iwxB6qCtBKYpkMSBDnnM68IS17viCR5/+5ypyoRuLlFR6reVcH1KrS2xJ' +
    'Y12+Fd6gMJpvqK6Xa7Tq9hk9a5aDolh0rbTFcGG4GZVj4cEjbfvwzchJPYWuuX2HyPK+C5M8brxOy1bmPH2j3NAjGvYWKO54kkVljxI3yt7Wdh+5aBKhQnxe' +
    'ShIGhL8dLbySkQB6Nm0/GHiXbJM96yaymvsSRJSOfzVtGHSMTV35svVFogQBNcWh+EZ8t5LAtsnBbn9znQw9X4O5sD2APCCPjUOhu2dIjuL+GmtSickkRNaU' +
    'ec8z1rq6JBNQHJ2RolIPUUdYzFt0LxEKUq0BN98foJuaS8Bqn+hIEB9O2BOoZCdmQD5WKfhiDSYTVp+qZi4DarZKMuJK4+QhWXDo9dYTpN68xqKjObx6jmb5' +
    'TujiTKzvL8G5tBeGm3cHj+zQJl4etdtAslSFvQOWBhj+fZsZY/qidWEPC87u3rXwEPj6WAFG2XeJ86RkEOMR9YDJU9QX/wd64/Z1m3pmOdozLqPKajoh7LWz' +
    'LZMHaOTdlxh5mqNRH826XJEfJjkJJV0IJDKF2Jyx8pt7E1/bSefBaDUFEAP5/2Fvh28t9bWyXgLFgSmtWinu6SwXttbG6t0idmT6jskeMnJ+SOGvPz8yXo86' +
    'guxihR8zti7OeojFffk3/QkftWD5DWTGeenlC7xeNS3d3+mZ6tqVIYk4Lhoy208XttiKUDocc3AmUF7FDzIBK+Qu+cvz29iw1N3qFE8vfLt+le3fFuvEEPup' +
    'YabPk7ynt3q0liFwTZZHfmoTLDQFOTayh110XGXEVuwXJf+uw5blWb6W7Le4r2v2agiXCoHtAeDdj4z/4fIHkXr7l6CnUqdWPPr7QDv7w1LquMmYFIANRKDp' +
    'NZ7j/HfBnyeKGMGtQZkrh3WT6lXMzsa4vttRysx06kr4ELyVOilBhNB+Sfa6zyCe2l8fuSHBo1TyzFlmAAAAALplA3+bvdWwJVm8cf6X6o3cFvmPi38JP4Ia' +
    'OaoYBjC0AAHWB+gVAACz/zS8tunfHAIAAAAAClla',
);

/** `xz -Cnone` of "one " (52 bytes). */
export const one = unpack('/Td6WFoAAAD/EtlBAgAhARYAAAB0L+WjAQADb25lIAAAARQEZ6ZFCQZynnoBAAAAAABZWg==');

/** `xz` of nothing: no block (32 bytes). */
export const empty = unpack('/Td6WFoAAATm1rRGAAAAABzfRCEftvN9AQAAAAAEWVo=');

/** `xz --x86 --lzma2` of the text (996 bytes). */
export const filtered = unpack(
  '/Td6WFoAAATm1rRGAgEEACEBFgANhjUf4ArnA6JdADkZSoo2R59lZEyrUrCjoNRNSw+fZuqaU+cldElmWRf0JinXdDyVAHriiFsPxdE6rwEVOnuziYEwiYS3' +
    't2JCZ+5b8PjnYlu6924X8JTzIkOqJrwKjPPTUcYtuVvTqu4bPp4q6sGD7agPHrtk5D8ZQKUJ2N3Vuno8VzMGgUWPtEto5my2oIu94ynF4iWiwRL8O96aXxdL' +
    'PzdPRHGrs7qlaFA/g49EVjwVBpo8d/WCKeFQG73UHPWLpXiI3Q18qH5oy7qYdf9iwxB6qCtBKYpkMSBDnnM68IS17viCR5/+5ypyoRuLlFR6reVcH1KrS2xJ' +
    'Y12+Fd6gMJpvqK6Xa7Tq9hk9a5aDolh0rbTFcGG4GZVj4cEjbfvwzchJPYWuuX2HyPK+C5M8brxOy1bmPH2j3NAjGvYWKO54kkVljxI3yt7Wdh+5aBKhQnxe' +
    'ShIGhL8dLbySkQB6Nm0/GHiXbJM96yaymvsSRJSOfzVtGHSMTV35svVFogQBNcWh+EZ8t5LAtsnBbn9znQw9X4O5sD2APCCPjUOhu2dIjuL+GmtSickkRNaU' +
    'ec8z1rq6JBNQHJ2RolIPUUdYzFt0LxEKUq0BN98foJuaS8Bqn+hIEB9O2BOoZCdmQD5WKfhiDSYTVp+qZi4DarZKMuJK4+QhWXDo9dYTpN68xqKjObx6jmb5' +
    'TujiTKzvL8G5tBeGm3cHj+zQJl4etdtAslSFvQOWBhj+fZsZY/qidWEPC87u3rXwEPj6WAFG2XeJ86RkEOMR9YDJU9QX/wd64/Z1m3pmOdozLqPKajoh7LWz' +
    'LZMHaOTdlxh5mqNRH826XJEfJjkJJV0IJDKF2Jyx8pt7E1/bSefBaDUFEAP5/2Fvh28t9bWyXgLFgSmtWinu6SwXttbG6t0idmT6jskeMnJ+SOGvPz8yXo86' +
    'guxihR8zti7OeojFffk3/QkftWD5DWTGeenlC7xeNS3d3+mZ6tqVIYk4Lhoy208XttiKUDocc3AmUF7FDzIBK+Qu+cvz29iw1N3qFE8vfLt+le3fFuvEEPup' +
    'YabPk7ynt3q0liFwTZZHfmoTLDQFOTayh110XGXEVuwXJf+uw5blWb6W7Le4r2v2agiXCoHtAeDdj4z/4fIHkXr7l6CnUqdWPPr7QDv7w1LquMmYFIANRKDp' +
    'NZ7j/HfBnyeKGMGtQZkrh3WT6lXMzsa4vttRysx06kr4ELyVOilBhNB+Sfa6zyCe2l8fuSHBo1TyzFlmAAAAACIqiE1ViuXKAAG+B+gVAACEcpNYscRn+wIA' +
    'AAAABFla',
);

/** `xz --lzma2=dict=256MiB` of "one ": asks for much memory (60 bytes). */
export const hungry = unpack('/Td6WFoAAATm1rRGAgAhASAAAAAJiKV2AQADb25lIABajIOjMTXvfgABHARvLJzBH7bzfQEAAAAABFla');
