import { scriptedAdapter } from '../../test/scripted-adapter.ts';
import { invite, type InviteRequest, sendInvitation } from '../index.ts';

const valid: InviteRequest = {
  to: { endpoint: { address: 'bob' } },
  applicationId: '{5B3C2B1E-93F6-4F0E-8B52-6F6F2F0F6A11}',
};

type Wrong = Partial<Record<keyof InviteRequest, unknown>>;

const outOfRange: [string, Wrong][] = [
  ['a message of 256 units', { message: 'x'.repeat(256) }],
  ['a message of 128 characters that take two units each', { message: '𝄞'.repeat(128) }],
  ['data of 16 385 bytes', { data: new Uint8Array(16_385) }],
];

const wrongForm: [string, Wrong][] = [
  ['a malformed application id', { applicationId: 'whiteboard' }],
  ['an application id that is missing', { applicationId: undefined }],
  ['the empty GUID', { applicationId: '00000000-0000-0000-0000-000000000000' }],
  ['a message that is not text', { message: 42 }],
  ['a message with U+0000', { message: 'a\0b' }],
  ['a message with half a surrogate pair', { message: '𝄞'.slice(0, 1) }],
  ['data that is not bytes', { data: [1, 2, 3] }],
  ['data in an ArrayBuffer', { data: new ArrayBuffer(1) }],
  ['nobody to invite', { to: undefined }],
  ['a target without endpoint and contact', { to: {} }],
  ['an endpoint without an address', { to: { endpoint: { address: '' } } }],
  ['a contact without a peerName', { to: { contact: {} } }],
];

const wrongTimes: [string, Wrong, typeof RangeError | typeof TypeError][] = [
  ['an expiry of 0', { expiresInMs: 0 }, RangeError],
  ['an expiry that is not a number', { expiresInMs: Number.NaN }, RangeError],
  ['an expiry as text', { expiresInMs: '5' }, RangeError],
  ['an expiry longer than a timer can hold', { expiresInMs: 2 ** 31 }, RangeError],
  ['a negative poll interval', { pollIntervalMs: -1 }, RangeError],
  ['an endless poll interval', { pollIntervalMs: Number.POSITIVE_INFINITY }, RangeError],
  ['a signal that is none', { signal: {} }, TypeError],
];

const request = (wrong: Wrong): InviteRequest => ({ ...valid, ...wrong }) as InviteRequest;

describe('invite', () => {
  it.each([
    ...outOfRange.map(([what, wrong]) => [what, wrong, RangeError] as const),
    ...wrongForm.map(([what, wrong]) => [what, wrong, TypeError] as const),
    ...wrongTimes,
  ])('throws at the call for %s', (_, wrong, kind) => {
    const adapter = scriptedAdapter({});
    expect(() => invite(adapter, request(wrong))).toThrow(kind);
    expect(adapter.calls).toEqual([]);
  });

  it('names applicationId when it is no GUID, and says where to get one', () => {
    const inviting = (): unknown =>
      invite(scriptedAdapter({}), request({ applicationId: 'chess' }));
    expect(inviting).toThrow(
      /^invite: applicationId is wrong. Not a GUID: "chess".*createGuid\(\)/,
    );
  });

  it('accepts a message of 255 units and data of 16 384 bytes', () => {
    const adapter = scriptedAdapter({});
    const message = 'x'.repeat(255);
    const data = new Uint8Array(16_384).fill(7);
    invite(adapter, { ...valid, message, data }).subscribe();
    expect(adapter.sent).toEqual([
      { applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11', message, data },
    ]);
  });

  it('sends the data as it was at the call', () => {
    const adapter = scriptedAdapter({});
    const data = Uint8Array.of(1, 2, 3);
    const status$ = invite(adapter, { ...valid, data });
    data.fill(0);
    status$.subscribe();
    expect(adapter.sent[0]?.data).toEqual(Uint8Array.of(1, 2, 3));
  });
});

describe('sendInvitation', () => {
  it.each([
    ...outOfRange.map(([what, wrong]) => [what, wrong, RangeError] as const),
    ...wrongForm.map(([what, wrong]) => [what, wrong, TypeError] as const),
  ])('rejects for %s, and sends nothing', async (_, wrong, kind) => {
    const adapter = scriptedAdapter({});
    await expect(sendInvitation(adapter, request(wrong))).rejects.toThrow(kind);
    expect(adapter.calls).toEqual([]);
  });
});
