import { type ChannelFunctions, type ChannelHandle, checkContent } from '@beckon/core/adapter';
import type { ChannelSide } from '../channels/channel-side.ts';
import type { Calls } from '../replies/calls.ts';
import type { TableCalls } from '../replies/table-calls.ts';

export function channelFunctions(table: TableCalls): ChannelFunctions {
  return {
    open: (invitationId, event) =>
      table.act('channels.open', (running) => {
        checkContent.invitationId('channels.open', invitationId);
        const side = running.openChannel('channels.open', invitationId, event);
        return channelHandle(side, table.calls);
      }),
  };
}

function channelHandle(side: ChannelSide, calls: Calls): ChannelHandle {
  return {
    next: () => calls.ask('ChannelHandle.next', () => side.next('ChannelHandle.next')),
    send: (message) =>
      calls.defer('ChannelHandle.send', (reply) => {
        checkContent.channelMessage('ChannelHandle.send', message);
        side.send('ChannelHandle.send', message, reply);
      }),
    close: () =>
      calls.defer('ChannelHandle.close', (reply) => side.close('ChannelHandle.close', reply)),
  };
}
