import assert from 'node:assert/strict';
import type { FunctionTable } from '@beckon/core';
import type { ChangeQueue, EventHandle, FunctionTables } from '@beckon/core/adapter';
import { assertRejects } from './assert-rejects.ts';
import { changesOf } from './changes-of.ts';
import type { TableRule } from './cases-of-table.ts';

/** The rules for every `ChangeQueue`. */
export function queueRules<Table extends FunctionTable>(
  open: (functions: FunctionTables[Table], event: EventHandle) => PromiseLike<ChangeQueue<unknown>>,
): readonly TableRule<Table>[] {
  return [
    {
      name: 'a second ChangeQueue.close() rejects with CLOSED',
      async check(context, functions) {
        const { queue } = await changesOf(context, (event) => open(functions, event));
        await queue.close();
        const what = 'a second ChangeQueue.close()';
        const message = await assertRejects(() => queue.close(), 'CLOSED', what);
        assert(message.includes('ChangeQueue.close'), `"${message}" must name the function`);
      },
    },
    {
      name: 'ChangeQueue.next() rejects with CLOSED after close()',
      async check(context, functions) {
        const { queue } = await changesOf(context, (event) => open(functions, event));
        await queue.close();
        const what = 'ChangeQueue.next() after close()';
        const message = await assertRejects(() => queue.next(), 'CLOSED', what);
        assert(message.includes('ChangeQueue.next'), `"${message}" must name the function`);
      },
    },
    {
      name: 'ChangeQueue.close() resolves after the last close() of the adapter',
      async check(context, functions) {
        const { queue } = await changesOf(context, (event) => open(functions, event));
        await context.adapter.close();
        await queue.close();
      },
    },
  ];
}
