/**
 * All screens, in the order of the list.  A new one is a module with a
 * function that makes it, and a line here.
 */
import { avatarView } from './avatar_view.js';
import { changesView } from './changes_view.js';
import { checkView } from './check_view.js';
import { compareView } from './compare_view.js';
import { filesView } from './files_view.js';
import { groupsView } from './groups_view.js';
import { handoverView } from './handover_view.js';
import { importView } from './import_view.js';
import { manyView } from './many_view.js';
import { openView } from './open_view.js';
import { personView } from './person_view.js';
import { photosView } from './photos_view.js';
import { proveView } from './prove_view.js';
import { usersView } from './users_view.js';

/** @type {import('./app.js').Screen[]} */
export const SCREENS = [
  { id: 'open', label: 'Open a backup', make: openView },
  { id: 'users', label: 'Users', make: usersView },
  { id: 'person', label: '', make: personView },
  { id: 'avatar', label: '', make: avatarView },
  { id: 'many', label: 'Several people', make: manyView },
  { id: 'import', label: 'Import', make: importView },
  { id: 'photos', label: 'Photos', make: photosView },
  { id: 'handover', label: 'Hand over', make: handoverView },
  { id: 'check', label: 'Check', make: checkView },
  { id: 'groups', label: 'Groups', make: groupsView },
  { id: 'compare', label: 'Compare', make: compareView },
  { id: 'files', label: 'Export', make: filesView },
  { id: 'changes', label: 'Changes', make: changesView },
  { id: 'prove', label: 'Prove', make: proveView },
];
