import { type CollaborationObject, USER_PICTURE_OBJECT_ID } from '@beckon/core';
import { minidenticon } from 'minidenticons';
import { type ReactElement, useEffect, useMemo, useState } from 'react';

interface AvatarProps {
  /** The identity that the picture is made from. */
  readonly identity: string;
  /** What the person publishes; a picture of their own is shown in place of the other. */
  readonly objects?: readonly CollaborationObject[];
  readonly size?: 'small' | 'large';
}

const NONE: readonly CollaborationObject[] = [];

/** The picture of a person: their own, or a pattern that belongs to their key. Says nothing to a screen reader. */
export function Avatar({ identity, objects = NONE, size = 'small' }: AvatarProps): ReactElement {
  const pattern = useMemo(
    () => `data:image/svg+xml,${encodeURIComponent(minidenticon(identity, 65, 45))}`,
    [identity],
  );
  const own = usePicture(objects.find(({ id }) => id === USER_PICTURE_OBJECT_ID)?.data);
  return <img className={`avatar ${size}`} src={own ?? pattern} alt="" />;
}

/** An address for a picture in memory. A picture that cannot be decoded is not shown. */
function usePicture(data: Uint8Array | undefined): string | undefined {
  const [shown, setShown] = useState<{ readonly data: Uint8Array; readonly url: string }>();
  useEffect(() => {
    if (data === undefined) return undefined;
    const url = `data:image/*;base64,${btoa(String.fromCharCode(...data))}`;
    const probe = new Image();
    probe.onload = () => setShown({ data, url });
    probe.src = url;
    return () => {
      probe.onload = null;
    };
  }, [data]);
  return shown !== undefined && shown.data === data ? shown.url : undefined;
}
