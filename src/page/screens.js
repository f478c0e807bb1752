/**
 * All screens, in the order of the list.  A new one is a module with a
 * function that makes it, and a line here.
 */
import { openView } from './open_view.js';
import { usersView } from './users_view.js';
import { personView } from './person_view.js';
import { avatarView } from './avatar_view.js';
import { changesView } from './changes_view.js';
import { proveView } from './prove_view.js';

/** @type {import('./app.js').Screen[]} */
export const SCREENS = [
  { id: 'open', label: 'Open a backup', make: openView },
  { id: 'users', label: 'Users', make: usersView },
  { id: 'person', label: '', make: personView },
  { id: 'avatar', label: '', make: avatarView },
  { id: 'changes', label: 'Changes', make: changesView },
  { id: 'prove', label: 'Prove', make: proveView },
];
