import { useState } from 'react';
import * as v from 'valibot';

/**
 * A list that this browser keeps between visits, the newest first. What has been stored by another version and
 * has not the right form is dropped.
 */
export function useStoredList<Schema extends v.GenericSchema>(
  key: string,
  schema: Schema,
  maxItems: number,
): readonly [
  items: readonly v.InferOutput<Schema>[],
  change: (
    update: (items: readonly v.InferOutput<Schema>[]) => readonly v.InferOutput<Schema>[],
  ) => void,
] {
  const [items, setItems] = useState(() => readList(key, schema));
  const change: ReturnType<typeof useStoredList<Schema>>[1] = (update) =>
    setItems((before) => {
      const after = update(before).slice(0, maxItems);
      write(key, JSON.stringify(after));
      return after;
    });
  return [items, change];
}

/** A switch that this browser keeps between visits. */
export function useStoredSwitch(
  key: string,
  initial: boolean,
): readonly [boolean, (on: boolean) => void] {
  const [isOn, setIsOn] = useState(() => {
    const stored = read(key);
    return stored === undefined ? initial : stored === 'on';
  });
  return [
    isOn,
    (on) => {
      write(key, on ? 'on' : 'off');
      setIsOn(on);
    },
  ];
}

function readList<Schema extends v.GenericSchema>(
  key: string,
  schema: Schema,
): readonly v.InferOutput<Schema>[] {
  try {
    const stored: unknown = JSON.parse(read(key) ?? '[]');
    return Array.isArray(stored)
      ? stored.filter((item): item is v.InferOutput<Schema> => v.is(schema, item))
      : [];
  } catch {
    return [];
  }
}

// A browser may forbid a page to store anything; the page then forgets.
function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Forgotten.
  }
}
