import { Toast } from '@base-ui/react/toast';
import type { IncomingInvitation, InvitationStatus, InviteRequest } from '@beckon/core';
import { isLinkInvitation } from '@beckon/links';
import {
  useAnswer,
  useBridge,
  useContacts,
  useIncomingInvitations,
  useInvite,
  usePeopleNearMe,
} from '@beckon/react';
import { type ReactElement, useMemo, useState } from 'react';
import type { AloneAddress } from './alone/alone-address.ts';
import { BOARD, decodeActivity, encodeActivity, LOBBY_APPLICATION_ID } from '../shared/activity.ts';
import { Alerts } from './attention/alerts.tsx';
import { useAttention } from './attention/use-attention.ts';
import { Board } from './board/board.tsx';
import type { OpenBoard } from './board/open-board.ts';
import { type Calling, isUnderWay } from './calling/calling.ts';
import { CallingCard } from './calling/calling-card.tsx';
import { AwayBanner } from './host/away-banner.tsx';
import { linkPage } from './links/link-page.ts';
import { GivenLink } from './links/given-link.tsx';
import { useLinks } from './links/use-links.ts';
import { MeBar } from './me/me-bar.tsx';
import {
  type AddressInvitation,
  DEFAULT_EXPIRY_MS,
  DEFAULT_MESSAGE,
} from './people/invite-by-address.tsx';
import { useContactsSince } from './people/contacts-since.ts';
import { identityOf, peopleOf, type Person } from './people/person.ts';
import { People } from './people/people.tsx';
import { useRecents } from './people/recents.ts';
import { InvitationDialog } from './ringing/invitation-dialog.tsx';
import { InvitationToasts } from './ringing/invitation-toasts.tsx';
import { inviterOf } from './ringing/inviter.ts';
import { useMissed } from './ringing/missed.ts';
import { useToasts } from './ringing/use-toasts.ts';
import { MissedList, WaitingList } from './ringing/waiting-list.tsx';
import { useStoredSwitch } from './stored.ts';

const SENDING: InvitationStatus = { state: 'sending' };

/**
 * The page, once its adapter has been reached.
 *
 * @param alone - No host is beside the page: its tabs have the adapter.
 */
export function App({ alone }: { readonly alone: AloneAddress | undefined }): ReactElement {
  return (
    <Toast.Provider timeout={0}>
      <Lobby alone={alone} />
    </Toast.Provider>
  );
}

function Lobby({ alone }: { readonly alone: AloneAddress | undefined }): ReactElement {
  const { isConnected } = useBridge();
  const { value: contacts } = useContacts();
  const { value: near } = usePeopleNearMe();
  const { value: received } = useIncomingInvitations();
  const invitations = useMemo(
    () => received.filter((invitation) => !isLinkInvitation(invitation)),
    [received],
  );
  const links = useLinks();
  const [recents, rememberPerson] = useRecents();
  const contactSince = useContactsSince(contacts);
  const [missed, seen] = useMissed(invitations, contacts);
  const [boards, setBoards] = useState<readonly OpenBoard[]>([]);
  const [calling, setCalling] = useState<Calling>();
  const [isSoundOn, setIsSoundOn] = useStoredSwitch('beckon sound', true);
  // The invitation in the dialog. When it is taken back, it leaves the list and stays on the screen.
  const [opened, setOpened] = useState<IncomingInvitation>();
  const [isDialogOpen, setIsDialogOpen] = useState(false);

  // The invitations of a host that has gone are gone with it.
  if (!isConnected && isDialogOpen) setIsDialogOpen(false);

  const { invite, cancel } = useInvite({
    onStatus(status, request) {
      setCalling((now) => (now?.request === request ? { ...now, status } : now));
      if (status.state !== 'accepted' || calling?.request !== request) return;
      const { person } = calling;
      const { invitationId, endpoint } = status;
      const name = person.contact === undefined ? (endpoint.name ?? person.name) : person.name;
      setCalling(undefined);
      rememberPerson({
        key: identityOf(endpoint),
        name,
        address: endpoint.address,
      });
      if (invitationId !== undefined) {
        openBoard({
          id: invitationId,
          identity: identityOf(endpoint),
          ...(person.contact === undefined ? {} : { contactName: name }),
        });
      }
    },
    onError(error, request) {
      setCalling((now) => (now?.request === request ? { ...now, error } : now));
    },
  });
  const {
    accept,
    decline,
    isPending: isAnswering,
    error: answerError,
    invitation: answered,
  } = useAnswer({
    onEnd({ state }, invitation) {
      if (state === 'declined') setIsDialogOpen(false);
      if (state !== 'accepted') return;
      setIsDialogOpen(false);
      const { name, identity, contact } = inviterOf(invitation, contacts);
      const { address } = invitation.from.endpoint;
      rememberPerson({ key: identity, name, address });
      openBoard({
        id: invitation.id,
        identity,
        ...(contact === undefined ? {} : { contactName: name }),
      });
    },
  });

  useToasts(invitations, isDialogOpen ? opened : undefined);
  const { toasts } = Toast.useToastManager();
  // What rings, or is open in the dialog, is not in the list as well.
  const putOff = invitations.filter(
    (invitation) =>
      !toasts.some(({ id }) => id === invitation.id) && !(isDialogOpen && invitation === opened),
  );
  useAttention(invitations, (invitation) => inviterOf(invitation, contacts).name, isSoundOn);

  function openBoard(board: OpenBoard): void {
    setBoards((open) => [board, ...open.filter(({ id }) => id !== board.id)]);
  }

  function call(person: Person, request: InviteRequest): void {
    const endsAt = Date.now() + (request.expiresInMs ?? DEFAULT_EXPIRY_MS);
    setCalling({ person, request, endsAt, status: SENDING });
    invite(request);
  }

  function callPerson(person: Person): void {
    const { contact, endpoint } = person;
    const to =
      contact === undefined
        ? { endpoint: endpoint ?? { address: person.key } }
        : { contact, ...(endpoint === undefined ? {} : { endpoint }) };
    call(person, requestOf({ to, message: DEFAULT_MESSAGE, expiresInMs: DEFAULT_EXPIRY_MS }));
  }

  function callAddress({ address, message, expiresInMs }: AddressInvitation): void {
    const endpoint = { address };
    const person = { key: identityOf(endpoint), name: 'this address', endpoint, isNear: false };
    call(person, requestOf({ to: { endpoint }, message, expiresInMs }));
  }

  function open(invitation: IncomingInvitation): void {
    setOpened(invitation);
    setIsDialogOpen(true);
  }

  const canInvite = isConnected && (calling === undefined || !isUnderWay(calling));
  const [board] = boards;

  return (
    <div className={board === undefined ? 'page' : 'page in-activity'}>
      <MeBar links={links} linkPage={alone === undefined ? undefined : linkPage()} />
      <AwayBanner isAlone={alone !== undefined} />
      <div role="status">
        {links.news !== undefined && <p className="banner news">{links.news}</p>}
        {alone?.link !== undefined && <GivenLink link={alone.link} />}
      </div>
      <main>
        {calling !== undefined && (
          <CallingCard
            calling={calling}
            onTakeBack={cancel}
            onAgain={() => call(calling.person, { ...calling.request })}
            onDone={() => setCalling(undefined)}
          />
        )}
        <WaitingList invitations={putOff} contacts={contacts} onOpen={open} />
        {board === undefined ? (
          <>
            <MissedList missed={missed} canInvite={canInvite} onInvite={callPerson} onSeen={seen} />
            <People
              people={peopleOf(contacts, near, recents)}
              canInvite={canInvite}
              onInvite={callPerson}
              onInviteAddress={callAddress}
            />
            <Alerts isSoundOn={isSoundOn} onSound={setIsSoundOn} />
          </>
        ) : (
          <Board
            key={board.id}
            board={board}
            isOnline={isConnected}
            onClose={() => setBoards((others) => others.filter(({ id }) => id !== board.id))}
          />
        )}
      </main>
      {opened !== undefined && (
        <InvitationDialog
          key={opened.id}
          invitation={opened}
          contacts={contacts}
          contactSince={contactSince}
          canAccept={isForBoard(opened)}
          isAnswering={isAnswering}
          error={answered === opened ? answerError : undefined}
          onAccept={() => accept(opened)}
          onDecline={(message) => decline(opened, message)}
          isOpen={isDialogOpen}
          onClose={() => setIsDialogOpen(false)}
        />
      )}
      <InvitationToasts
        contacts={contacts}
        canAccept={isForBoard}
        onAccept={(invitation) => accept(invitation)}
        onOpen={open}
      />
    </div>
  );
}

function requestOf({
  to,
  message,
  expiresInMs,
}: Pick<InviteRequest, 'to' | 'expiresInMs'> & { readonly message: string }): InviteRequest {
  return {
    to,
    applicationId: LOBBY_APPLICATION_ID,
    data: encodeActivity(BOARD),
    ...(message === '' ? {} : { message }),
    ...(expiresInMs === undefined ? {} : { expiresInMs }),
  };
}

function isForBoard({ data }: IncomingInvitation): boolean {
  return decodeActivity(data) !== undefined;
}
