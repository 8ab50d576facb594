import { desktopEntry } from './register-scheme.ts';

describe('the entry for addresses that begin with beckon:', () => {
  it('starts the command with the address as one argument', () => {
    expect(desktopEntry(['/usr/bin/node', '/opt/beckon/beckon.mjs'])).toContain(
      '\nExec="/usr/bin/node" "/opt/beckon/beckon.mjs" link open --ask %u\n',
    );
  });

  it('quotes what a path may hold, as the specification says', () => {
    expect(desktopEntry(['/a b/n"o$d`e\\', '/100%/x'])).toContain(
      String.raw`Exec="/a b/n\\"o\\$d\\` + '`' + String.raw`e\\\\" "/100%%/x" link open --ask %u`,
    );
  });
});
