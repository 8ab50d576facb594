import { type ReactElement, useState } from 'react';

/** How an invitation is told while the page is not seen: the sound, and the notifications of the browser. */
export function Alerts({
  isSoundOn,
  onSound,
}: {
  readonly isSoundOn: boolean;
  readonly onSound: (isOn: boolean) => void;
}): ReactElement {
  const [permission, setPermission] = useState(() =>
    'Notification' in window ? Notification.permission : 'denied',
  );
  return (
    <footer className="alerts row">
      <label className="switch">
        <input
          type="checkbox"
          checked={isSoundOn}
          onChange={({ target }) => onSound(target.checked)}
        />
        Ring with a sound
      </label>
      {permission === 'default' && (
        <button
          type="button"
          className="quiet"
          onClick={() => void Notification.requestPermission().then(setPermission)}
        >
          Notify me when this tab is in the background
        </button>
      )}
    </footer>
  );
}
